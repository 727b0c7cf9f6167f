/** A process that is an S3 server with one bucket, until it is killed: `run-bucket.ts FOLDER NAME`. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import S3rver from "s3rver";

const [, , directory = "", name = ""] = process.argv;
const s3 = new S3rver({ directory, silent: true, configureBuckets: [{ name, configs: [] }] });
await s3.configureBuckets();
const server = createServer(s3.getMiddleware());
server.listen(0, "127.0.0.1", () => process.send?.((server.address() as AddressInfo).port));
process.on("disconnect", () => process.exit(0));
