import { createHash, createHmac } from "node:crypto";
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { keepInBucket } from "./keep-in-bucket.ts";
import { receiveAudio } from "./receive-audio.ts";
import { makeWav } from "./testing/make-wav.ts";

const SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";

/**
 * The signature that a request should have, worked out as S3 does, from what came over the wire: AWS Signature
 * Version 4 (docs.aws.amazon.com, "Signature calculations for the Authorization header").
 */
function signatureFor(request: IncomingMessage, signedHeaders: string, scope: string): string {
  const canonical = [
    request.method,
    new URL(request.url ?? "", "http://x").pathname,
    "",
    ...signedHeaders.split(";").map((name) => `${name}:${String(request.headers[name]).trim()}`),
    "",
    signedHeaders,
    request.headers["x-amz-content-sha256"],
  ].join("\n");
  const toSign = [
    "AWS4-HMAC-SHA256",
    request.headers["x-amz-date"],
    scope,
    createHash("sha256").update(canonical).digest("hex"),
  ].join("\n");
  const key = scope
    .split("/")
    .reduce<string | Buffer>((so, part) => createHmac("sha256", so).update(part).digest(), `AWS4${SECRET}`);
  return createHmac("sha256", key).update(toSign).digest("hex");
}

test("every request carries the signature that S3 works out from what arrives", async () => {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    const [, scope = "", signed = "", given] =
      /Credential=AKID\/([^,]+), ?SignedHeaders=([^,]+), ?Signature=(\w+)/.exec(
        request.headers.authorization ?? "",
      ) ?? [];
    const fits = given === signatureFor(request, signed, scope);
    seen.push(
      `${request.method} ${fits} ${request.headers["content-length"] ?? "-"} ${request.headers.range ?? "-"}`,
    );
    expect(signed.split(";")).toEqual(expect.arrayContaining(["host", "x-amz-content-sha256", "x-amz-date"]));
    expect(scope).toMatch(/^\d{8}\/eu-central-1\/s3\/aws4_request$/);
    request.resume();
    request.on("end", () => response.writeHead(request.method === "GET" ? 206 : 200).end("RIFF"));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const store = keepInBucket({
    name: "acme-recordings",
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    region: "eu-central-1",
    accessKeyId: "AKID",
    secretAccessKey: SECRET,
    sessionToken: "temporary",
  });
  const wav = makeWav(1);
  const pieces = (async function* () {
    yield wav;
  })();
  const place = "1/2026-05/0b7c6a52-31c4-4f6e-9d55-0e4d5b8f2a11.wav";
  await store.put(
    place,
    await receiveAudio(pieces, { folder: await makeScratchFolder(), maxBytes: 100_000 }),
  );
  await (await store.open(place, { first: 0, last: 3 })).cancel();
  await store.remove(place);
  expect(seen).toEqual([`PUT true ${wav.length} -`, "GET true - bytes=0-3", "DELETE true - -"]);
});
