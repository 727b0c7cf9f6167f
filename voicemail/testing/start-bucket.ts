import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import S3rver from "s3rver";
import { onTestFinished } from "vitest";
import { makeScratchFolder } from "../../store/testing/scratch-folder.ts";
import type { Bucket } from "../keep-in-bucket.ts";

/** A bucket of a real S3 server on this machine, for the running test. It knows keys, but checks no signature of version 4. */
export async function startBucket(name = "recordings"): Promise<Bucket> {
  const directory = await makeScratchFolder();
  const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name, configs: [] }] });
  await s3.configureBuckets();
  const server = createServer(s3.getMiddleware());
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(
    () =>
      new Promise<void>((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  );
  const { port } = server.address() as AddressInfo;
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
