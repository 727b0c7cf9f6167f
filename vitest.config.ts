import { defineConfig } from "vitest/config";
import { LongestFirst } from "./scripts/longest-first.ts";

export default defineConfig({
  test: {
    include: ["**/*.test.ts", "**/*.stories.ts"],
    exclude: ["**/node_modules/**", "runtime/**", "data/**", "web/dist/**"],
    globalSetup: ["store/testing/start-test-cluster.ts"],
    setupFiles: ["store/testing/fail-on-noise.ts"],
    pool: "forks",
    // A third of the processor time was loading the same modules for each file. What one file leaves behind would be
    // found by the next: nothing outlives a test here but what a process of the product keeps too.
    isolate: false,
    // On two cores: many tests wait for a browser, a process or a clock.
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    // These end what hangs. No test measures time, so on a slow machine each may take as long as it takes.
    expect: { poll: { timeout: 240_000 } },
    testTimeout: 600_000,
    hookTimeout: 600_000,
    // A test that fails now and then has found something.
    retry: 0,
  },
});
