import { createServer } from "node:http";
import { expect, onTestFinished, test } from "vitest";
import { virtualClock } from "../clock/virtual-clock.ts";
import { ANNA, CALLER, carrierWith, LINE } from "../testing/small-product.ts";
import { listen } from "./listen.ts";
import { runSimulator, timelineLine } from "./run-simulator.ts";

test("phones are set, calls placed and read over HTTP", async () => {
  const carrier = carrierWith(
    { "/voice": () => `<Dial timeout="20">${ANNA}</Dial>` },
    { clock: virtualClock() },
  );
  const server = await listen(carrier);
  onTestFinished(() => server.close());
  const post = (path: string, body: unknown) =>
    fetch(`${server.url}/practice/${path}`, { method: "POST", body: JSON.stringify(body) });
  expect((await post("phones", { number: ANNA, script: { does: "answers", after: 2 } })).status).toBe(201);
  expect((await post("phones", { number: ANNA, script: { does: "dances" } })).status).toBe(400);
  expect((await post("calls", { from: CALLER })).status).toBe(400);
  const placed = await post("calls", { from: CALLER, to: LINE });
  const { sid } = (await placed.json()) as { sid: string };
  await carrier.idle();
  const shown = await fetch(`${server.url}/practice/calls/${sid}`);
  expect(await shown.json()).toMatchObject({ status: "completed", connectedTo: ANNA });
  expect((await fetch(`${server.url}/practice/calls/none`)).status).toBe(404);
  expect((await fetch(`${server.url}/practice`)).status).toBe(200);
  expect((await fetch(`${server.url}/2010-04-01/Accounts/${carrier.accountSid}/Calls.json`)).status).toBe(
    401,
  );
});

test("--once places one call at a real product, prints it, and ends", async () => {
  const paths: string[] = [];
  const product = createServer((request, response) => {
    paths.push(request.url ?? "");
    request.resume();
    response.writeHead(200, { "content-type": "text/xml" });
    response.end(
      request.url?.endsWith("/voice") ? '<Response><Reject reason="busy"/></Response>' : "<Response/>",
    );
  });
  await new Promise<void>((resolve) => product.listen(0, "127.0.0.1", resolve));
  const address = product.address();
  const port = typeof address === "object" ? address?.port : 0;
  const lines: string[] = [];
  const args = [
    "--webhook-base",
    `http://127.0.0.1:${port}`,
    "--carrier-id",
    "c1",
    "--once",
    `${CALLER} ${LINE}`,
  ];
  expect(await runSimulator(args, (line) => lines.push(line))).toBeUndefined();
  await new Promise((resolve) => {
    product.close(resolve);
    product.closeAllConnections();
  });
  expect(paths).toEqual(["/hooks/twilio/c1/voice", "/hooks/twilio/c1/status"]);
  expect(lines[0]).toContain("call arrives");
  expect(lines.at(-1)).toContain("call ended  status=busy");
});

test("it serves until closed, and says what", async () => {
  const lines: string[] = [];
  const server = await runSimulator(["--port", "0", "--kind", "telnyx"], (line) => lines.push(line));
  await server?.close();
  expect(lines.join("\n")).toContain("asks http://127.0.0.1:8080/hooks/telnyx/practice/voice");
  expect(lines.join("\n")).toContain("public key");
});

test("flags that make no sense are refused", async () => {
  await expect(runSimulator(["--kind", "pigeon"], () => {})).rejects.toThrow("--kind pigeon");
  await expect(runSimulator(["--phone", "+1=sings"], () => {})).rejects.toThrow("sings");
  await expect(runSimulator(["--loud"], () => {})).rejects.toThrow("--loud");
});

test("a timeline line reads as seconds, words, details", () => {
  expect(timelineLine({ at: 13_400, what: "rings", to: ANNA }, 1000)).toBe(`   12.4  rings  to=${ANNA}`);
});
