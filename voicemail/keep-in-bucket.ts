import { rm } from "node:fs/promises";
import { AwsClient } from "aws4fetch";
import { RecordingMissing, type RecordingStore } from "./recording-store.ts";
import { sendFile } from "./send-file.ts";

/** A bucket of an S3-compatible server, and who may use it. */
export type Bucket = {
  name: string;
  /** Without a slash at its end, such as https://s3.eu-central-1.amazonaws.com. */
  endpoint: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken: string | null;
};

/** The server that keeps recordings said no, or nothing that can be used. */
export class BucketError extends Error {
  override name = "BucketError";
}

/** An answer that does not begin within this time does not come. */
const ANSWER_MS = 60_000;
/** For 100 MB over a line of 1 Mbit/s. */
const SENDING_MS = 900_000;

/**
 * Keeps recordings as objects in a bucket, addressed by path (endpoint/bucket/key), which every S3-compatible server
 * understands. The bucket must be there.
 */
export function keepInBucket(bucket: Bucket): RecordingStore {
  const { accessKeyId, secretAccessKey, sessionToken, region } = bucket;
  const client = new AwsClient({
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === null ? {} : { sessionToken }),
    region,
    service: "s3",
    // Whoever asks tries again, in its own time.
    retries: 0,
  });
  const address = (place: string) => `${bucket.endpoint}/${encodeURIComponent(bucket.name)}/${place}`;
  const ask = async (place: string, init: RequestInit): Promise<Response> => {
    const late = new AbortController();
    const timer = setTimeout(() => late.abort(new BucketError("the bucket does not answer")), ANSWER_MS);
    try {
      return await client.fetch(address(place), { ...init, signal: late.signal });
    } finally {
      clearTimeout(timer);
    }
  };
  return {
    async put(place, file) {
      const headers = { "content-type": file.type };
      const signal = AbortSignal.timeout(SENDING_MS);
      const signed = await client.sign(address(place), { method: "PUT", headers, signal });
      const { status, said } = await sendFile(signed, file);
      refuse(status, said);
      await rm(file.path, { force: true });
    },
    async open(place, { first, last }) {
      const answer = await ask(place, { headers: { range: `bytes=${first}-${last}` } });
      if (answer.status === 404) {
        await answer.body?.cancel();
        throw new RecordingMissing(`there is no object ${place} in the bucket`);
      }
      // Taken hold of at once: the platform ends the body of an answer that is nobody's any more.
      if (answer.status === 206 && answer.body !== null)
        return answer.body.pipeThrough(new TransformStream());
      refuse(answer.status, await answer.text());
      throw new BucketError(`the bucket answered ${answer.status} instead of a part`);
    },
    async find(place) {
      const answer = await ask(place, {});
      if (answer.status === 200 && answer.body !== null)
        return {
          bytes: Number(answer.headers.get("content-length")),
          body: answer.body.pipeThrough(new TransformStream()),
        };
      const said = await answer.text();
      if (answer.status !== 404) refuse(answer.status, said);
      return null;
    },
    async remove(place) {
      const answer = await ask(place, { method: "DELETE" });
      const said = await answer.text();
      if (answer.status !== 404) refuse(answer.status, said);
    },
  };
}

/** Throws unless the server did what it was asked, with its own code (S3 API, "Error Responses"). */
function refuse(status: number, said: string): void {
  if (status >= 200 && status < 300) return;
  const code = /<Code>([\w.]{1,60})<\/Code>/.exec(said)?.[1];
  throw new BucketError(`the bucket answered ${status}${code === undefined ? "" : ` ${code}`}`);
}
