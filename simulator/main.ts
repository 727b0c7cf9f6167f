import { runSimulator } from "./practice/run-simulator.ts";

try {
  const server = await runSimulator(process.argv.slice(2), (line) => process.stdout.write(`${line}\n`));
  for (const name of ["SIGINT", "SIGTERM"] as const) process.once(name, () => void server?.close());
} catch (cause) {
  process.stderr.write(`${cause instanceof Error ? cause.message : String(cause)}\n`);
  process.exitCode = 1;
}
