import { expect, test } from "vitest";
import { sumOf } from "./read-metrics.ts";

const TEXT = `# HELP nodejs_active_resources Number of active resources
nodejs_active_resources{type="Timeout"} 3
nodejs_active_resources{type="TCPSocketWrap"} 4
nodejs_active_resources_total 7
ringright_live_calls 12
`;

test("a metric is read by its whole name, and by a label where one is asked for", () => {
  expect(sumOf(TEXT, "nodejs_active_resources")).toBe(7);
  expect(sumOf(TEXT, "nodejs_active_resources", 'type="Timeout"')).toBe(3);
  expect(sumOf(TEXT, "ringright_live_calls")).toBe(12);
  expect(sumOf(TEXT, "ringright_live")).toBe(0);
});
