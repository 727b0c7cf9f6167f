import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../node_modules/", import.meta.url));

/**
 * Runs a package's program on this same Node, its output going straight to ours.
 * @param program its file below node_modules
 * @returns its exit code, 1 if a signal ended it; and with `listen` what it wrote to stdout
 */
export async function runStep(
  program: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; listen?: boolean } = {},
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MODULES + program, ...args], {
    env: { ...process.env, ...options.env },
    stdio: ["inherit", options.listen ? "pipe" : "inherit", "inherit"],
  });
  const stop = () => child.kill("SIGTERM");
  process.on("SIGTERM", stop);
  let said = "";
  child.stdout?.on("data", (chunk) => {
    said += String(chunk);
    process.stdout.write(chunk);
  });
  const [code] = (await once(child, "close")) as [number | null];
  process.off("SIGTERM", stop);
  return { code: code ?? 1, said };
}
