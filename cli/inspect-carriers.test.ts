import { describe, expect, test } from "vitest";
import { type CarrierKind, createCarrier, virtualClock } from "../simulator/index.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();

const CREDENTIALS: Record<CarrierKind, string> = {
  twilio: `kind: twilio, accountSid: AC${"0".repeat(31)}1, authToken: secret, apiKeySid: SK${"1".repeat(32)}, apiKeySecret: s, applicationSid: AP${"2".repeat(32)}`,
  signalwire: `kind: signalwire, accountSid: AC${"0".repeat(31)}1, authToken: secret, signingKey: k, apiBaseUrl: https://acme.signalwire.com`,
  telnyx: `kind: telnyx, accountSid: AC${"0".repeat(31)}1, apiKey: secret, publicKey: ${Buffer.alloc(32, 1).toString("base64")}`,
};

describe.each<CarrierKind>(["twilio", "signalwire", "telnyx"])("doctor, at %s", (kind) => {
  const id = `line-${kind}`;
  const number = { twilio: "+13125550111", signalwire: "+13125550112", telnyx: "+13125550113" }[kind];
  const settings = `account: { slug: acme-${kind}, name: Acme, country: US, timezone: America/Chicago, companyPhone: "+13125550100" }
carriers: [ { id: ${id}, ${CREDENTIALS[kind]} } ]
numbers: [ { number: "${number}", carrier: ${id} } ]`;
  const hooks = `http://127.0.0.1:8080/hooks/${kind}/${id}`;
  const carrierWith = (authToken: string, setup: object) => {
    const carrier = createCarrier({
      kind,
      accountSid: `AC${"0".repeat(31)}1`,
      authToken,
      clock: virtualClock(),
    });
    carrier.addNumber({ number, voiceUrl: "", ...setup });
    return carrier;
  };
  const diagnose = async (authToken: string, setup: object) => {
    const carrier = carrierWith(authToken, setup);
    await runCommand(database(), ["apply", "file"], { file: settings });
    const send: typeof fetch = (input, init) => carrier.restHandler(new Request(input, init));
    const { out } = await runCommand(database(), ["doctor"], {}, send);
    return out
      .split("\n")
      .filter((line) => line.includes(`carrier ${id}`))
      .join("\n");
  };

  test("a number whose calls come here, with a fallback elsewhere, is well", async () => {
    const said = await diagnose("secret", {
      voiceUrl: `${hooks}/voice`,
      statusCallback: `${hooks}/status`,
      voiceFallbackUrl: "https://static.example/fallback.xml",
    });
    expect(said).toContain(`ok      carrier ${id}, number ${number}: its calls come here`);
    expect(said).not.toMatch(/FAILED|warning/);
    expect(said.includes("calls from the browser are set up")).toBe(kind === "twilio");
    if (kind === "twilio") expect(said).toContain(`${hooks}/client`);
  });

  test("calls that go elsewhere, no fallback, wrong credentials: each is said", async () => {
    const elsewhere = await diagnose("secret", { voiceUrl: "https://other.example/voice" });
    expect(elsewhere).toContain(`its calls go to https://other.example/voice: expected ${hooks}/voice`);
    expect(elsewhere).toContain("has no fallback");
    expect(await diagnose("another", { voiceUrl: `${hooks}/voice` })).toContain("refuses our credentials");
  });
});

test("a fallback document rings the company phone, and is one that the carrier takes", async () => {
  const settings = `account: { slug: solo, name: "Müller & Söhne", country: US, timezone: America/Chicago, companyPhone: "+13125550100" }`;
  await runCommand(database(), ["apply", "file"], { file: settings });
  const { out, code } = await runCommand(database(), ["fallback-document", "--account", "solo"]);
  expect(code).toBe(0);
  expect(out).toContain("<Number>+13125550100</Number>");
  expect(out).toContain("Müller &amp; Söhne");
});
