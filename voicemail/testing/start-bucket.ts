import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";
import type { Bucket } from "../keep-in-bucket.ts";

const PROGRAM = fileURLToPath(new URL("./run-bucket.ts", import.meta.url));

/**
 * A bucket of a real S3 server on this machine, for the running test. It knows keys, but checks no signature of
 * version 4. It has a process of its own, so that what it holds in memory is not ours.
 */
export async function startBucket(name = "recordings"): Promise<Bucket> {
  const directory = await makeScratchFolder();
  const child = fork(PROGRAM, [directory, name], { execArgv: [] });
  onTestFinished(async () => {
    const ended = once(child, "exit");
    child.kill();
    await ended;
  });
  const [port] = await once(child, "message");
  return {
    name,
    endpoint: `http://127.0.0.1:${port}`,
    region: "us-east-1",
    // The server's own, which it documents.
    accessKeyId: "S3RVER",
    secretAccessKey: "S3RVER",
    sessionToken: null,
  };
}
