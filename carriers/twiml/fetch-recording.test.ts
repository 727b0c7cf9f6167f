import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import type { CarrierConnection, CarrierKind } from "../carrier-connection.ts";
import { deleteRecording, fetchRecording } from "./fetch-recording.ts";

const connection = (kind: CarrierKind, apiBaseUrl: string | null = null): CarrierConnection => ({
  id: "main",
  accountId: "1",
  country: "US",
  kind,
  accountSid: "AC1",
  authToken: "s3cret",
  credentials: {},
  apiBaseUrl,
});
const TWILIO = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1";
const SPACE = "https://acme.signalwire.com";
const signal = AbortSignal.timeout(60_000);

/** A network in which each address has an answer; keeps who was asked, and whether with our credentials. */
function network(answers: Record<string, () => Response> = {}) {
  const asked: string[] = [];
  const send: typeof fetch = async (input, init) => {
    const withKey = new Headers(init?.headers).has("authorization");
    asked.push(`${init?.method} ${input}${withKey ? " with our key" : ""}`);
    expect(init?.redirect).toBe("manual");
    const answer = answers[String(input)];
    if (answer === undefined) throw new TypeError("fetch failed");
    return answer();
  };
  return { asked, send, signal };
}
const audio = () => new Response("RIFF…", { headers: { "content-length": "7" } });
const sendOn = (to: string) => () => new Response(null, { status: 307, headers: { location: to } });

test.each([
  ["twilio", null, TWILIO, true],
  ["twilio", null, "https://api.dublin.ie1.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1", true],
  ["twilio", "http://127.0.0.1:9000", "http://127.0.0.1:9000/2010-04-01/Accounts/AC1/Recordings/RE1", true],
  ["signalwire", SPACE, `${SPACE}/api/laml/2010-04-01/Accounts/AC1/Recordings/RE1`, true],
  ["signalwire", SPACE, "https://files.signalwire.com/RE1.wav", false],
  ["telnyx", null, "https://api.telnyx.com/v2/texml/Accounts/AC1/Recordings/RE1.mp3", true],
  ["telnyx", null, "https://s3.amazonaws.com/telephony-recorder-prod/a/b.wav?X-Amz-Expires=600", false],
] as const)("%s at %s: %s is the carrier's own", async (kind, base, url, withKey) => {
  const net = network({ [url]: audio });
  const { bytes, pieces } = await fetchRecording(connection(kind, base), url, net);
  expect(bytes).toBe(7);
  expect((await buffer(pieces)).toString()).toBe("RIFF…");
  expect(net.asked).toEqual([`GET ${url}${withKey ? " with our key" : ""}`]);
});

test.each([
  ["twilio", null, "http://api.twilio.com/RE1"],
  ["twilio", null, "https://api.twilio.com.evil.test/RE1"],
  ["twilio", null, "https://eviltwilio.com/RE1"],
  ["twilio", null, "https://user:word@api.twilio.com/RE1"],
  ["twilio", null, "https://api.twilio.com:8443/RE1"],
  ["twilio", null, "http://169.254.169.254/latest/meta-data/"],
  ["twilio", null, "http://127.0.0.1:5432/"],
  ["twilio", null, "file:///etc/passwd"],
  ["twilio", "http://127.0.0.1:9000", "http://127.0.0.1:9001/RE1"],
  ["twilio", null, "https://acme.signalwire.com/RE1"],
  ["signalwire", null, "https://api.twilio.com/RE1"],
  ["telnyx", null, "https://s3.amazonaws.com/another-bucket/a.wav"],
  ["telnyx", null, "https://telephony-recorder-prod.evil.test/a.wav"],
] as const)("%s at %s: %s is never asked for", async (kind, base, url) => {
  const net = network({ [url]: audio });
  const failing = fetchRecording(connection(kind, base), url, net);
  await expect(failing).rejects.toMatchObject({ name: "RecordingProblem", final: true });
  await expect(failing).rejects.toThrow("not one of the carrier's own hosts");
  await expect(deleteRecording(connection(kind, base), url, net)).rejects.toMatchObject({ final: true });
  expect(net.asked).toEqual([]);
});

test("who is sent on goes along only to the carrier's own hosts, and not for ever", async () => {
  const media = "https://media.twilio.com/RE1.wav";
  const fine = network({ [TWILIO]: sendOn(media), [media]: audio });
  await fetchRecording(connection("twilio"), TWILIO, fine);
  expect(fine.asked).toHaveLength(2);
  const inside = "http://10.0.0.1/admin";
  const led = network({ [TWILIO]: sendOn(inside), [inside]: audio });
  await expect(fetchRecording(connection("twilio"), TWILIO, led)).rejects.toThrow("10.0.0.1");
  expect(led.asked).toHaveLength(1);
  const round = network({ [TWILIO]: sendOn(TWILIO) });
  await expect(fetchRecording(connection("twilio"), TWILIO, round)).rejects.toThrow("in circles");
  expect(round.asked).toHaveLength(4);
});

test("what the carrier says is told in words, and may be tried again", async () => {
  const said = async (status: number) => {
    const net = network({ [TWILIO]: () => new Response("", { status }) });
    return fetchRecording(connection("twilio"), TWILIO, net).catch((error) => error);
  };
  expect(await said(404)).toMatchObject({ message: "the carrier has no such recording (yet)", final: false });
  expect(await said(401)).toMatchObject({ message: "the carrier refuses us (401)", final: false });
  expect(await said(503)).toMatchObject({ message: "the carrier answered 503", final: false });
  const away = fetchRecording(connection("twilio"), TWILIO, network());
  await expect(away).rejects.toThrow("the carrier can't be reached at api.twilio.com");
});

test("a carrier that breaks off in the middle is told from one that is done", async () => {
  const halfway = () => {
    let sent = false;
    const body = new ReadableStream({
      pull(controller) {
        if (sent) controller.error(new TypeError("terminated"));
        else controller.enqueue(Buffer.from("RIFF"));
        sent = true;
      },
    });
    return new Response(body);
  };
  const { pieces } = await fetchRecording(connection("twilio"), TWILIO, network({ [TWILIO]: halfway }));
  await expect(buffer(pieces)).rejects.toMatchObject({
    name: "RecordingProblem",
    message: "the carrier broke off while sending it",
    final: false,
  });
});

test("a recording is deleted where it is a resource of the carrier's API", async () => {
  const gone = () => new Response(null, { status: 204 });
  const net = network({ [`${TWILIO}.json`]: gone });
  await deleteRecording(connection("twilio"), TWILIO, net);
  await deleteRecording(connection("twilio"), `${TWILIO}.mp3`, net);
  expect(net.asked).toEqual(new Array(2).fill(`DELETE ${TWILIO}.json with our key`));
  const already = network({ [`${TWILIO}.json`]: () => new Response("{}", { status: 404 }) });
  await deleteRecording(connection("twilio"), TWILIO, already);
  const link = "https://s3.amazonaws.com/telephony-recorder-prod/a/b.wav";
  await expect(deleteRecording(connection("telnyx"), link, network())).rejects.toMatchObject({ final: true });
});
