import { expect, test } from "vitest";
import vectors from "../fixtures/twilio_signature_vectors.json" with { type: "json" };
import { type FormParams, signedUrl, signTwilio } from "./sign-twilio.ts";

// Receivers accept a URL with or without its port, and with its query written by another encoder, since the
// sender's habit changed over time; the vectors hold each of them.
function forms(url: string): string[] {
  const port = url.startsWith("https") ? ":443" : ":80";
  const withPort = url.replace(/^(https?:\/\/[^/?]+?)(:\d+)?(?=[/?])/, `$1${port}`);
  return [signedUrl(url), url, withPort, url.replaceAll("'", "%27")];
}

function signatures(url: string, params: FormParams): string[] {
  return forms(url).map((form) => signTwilio(form, params, vectors.authToken));
}

test.each(vectors.valid)("Twilio's own vector: $name", ({ url, params, signature }) => {
  expect(signatures(url, params as FormParams)).toContain(signature);
});

test.each(vectors.invalid)("refused by Twilio: $name", ({ url, params, signature }) => {
  expect(signatures(url, params as FormParams)).not.toContain(signature);
});

test.each(vectors.body)("a JSON body is signed by its hash in the query: $name", ({ url, signature }) => {
  expect(signatures(url, {})).toContain(signature);
});

test("the fragment with connection overrides is not signed", () => {
  expect(signedUrl("https://u:p@a.example:8443/x?b=1#rc=2")).toBe("https://u:p@a.example/x?b=1");
});
