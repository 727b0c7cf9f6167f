import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const MODULES = fileURLToPath(new URL("../node_modules/", import.meta.url));

/**
 * Runs a package's program on this same Node, its output going straight to ours.
 * @param program its file below node_modules
 * @param options `hold`: its output is not shown but given back, for programs that run side by side
 * @returns its exit code, 1 if a signal ended it; and with `hold` what it wrote
 */
export async function runStep(
  program: string,
  args: string[],
  options: { env?: NodeJS.ProcessEnv; hold?: boolean } = {},
): Promise<{ code: number; said: string }> {
  const child = spawn(process.execPath, [MODULES + program, ...args], {
    env: { ...process.env, ...options.env },
    stdio: options.hold ? ["ignore", "pipe", "pipe"] : "inherit",
  });
  const stop = () => child.kill("SIGTERM");
  process.on("SIGTERM", stop);
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.setEncoding("utf8").on("data", (words: string) => {
      said += words;
    });
  const [code] = (await once(child, "close")) as [number | null];
  process.off("SIGTERM", stop);
  return { code: code ?? 1, said };
}
