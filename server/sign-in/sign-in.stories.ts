import { createHmac } from "node:crypto";
import { expect, onTestFinished, test, vi } from "vitest";
import { type Browser, openSite, PASSWORD, type Site } from "../testing/open-site.ts";

async function open(options: Parameters<typeof openSite>[0] = {}): Promise<{ site: Site; olga: Browser }> {
  const site = await openSite(options);
  onTestFinished(() => site.close());
  return { site, olga: await site.firstRun() };
}
const CREDENTIALS = { email: "olga@acme.test", password: PASSWORD };
const signIn = (browser: Browser, credentials: object = CREDENTIALS) =>
  browser.ask("POST", "/api/auth/sign-in/email", credentials);
const whoIs = async (browser: Browser) => (await browser.ask("GET", "/api/v1/me")).body.person?.email ?? null;

test("Olga signs in on two devices, sees both, and ends the other", async () => {
  const { site, olga } = await open();
  const phone = site.browser();
  expect((await signIn(phone, { ...CREDENTIALS, password: "wrong horse" })).status).toBe(401);
  expect(await whoIs(phone)).toBeNull();
  // The address is written as people do.
  expect((await signIn(phone, { ...CREDENTIALS, email: "OLGA@acme.test" })).status).toBe(200);
  const sessions = (await olga.ask("GET", "/api/auth/list-sessions")).body;
  expect(sessions).toHaveLength(2);
  expect(sessions.map(({ ipAddress }: { ipAddress: string }) => ipAddress).sort()).toEqual([
    "192.0.2.1",
    "192.0.2.2",
  ]);
  const other = sessions.find(({ ipAddress }: { ipAddress: string }) => ipAddress === "192.0.2.2");
  await olga.ask("POST", "/api/auth/revoke-session", { token: other.token });
  expect(await whoIs(phone)).toBeNull();
  expect(await whoIs(olga)).toBe("olga@acme.test");
  await olga.ask("POST", "/api/auth/sign-out");
  expect(await whoIs(olga)).toBeNull();
  expect((await olga.ask("GET", "/api/v1/accounts/acme")).status).toBe(401);
});

test("with a second factor the password alone opens nothing; an app's code or a backup code does", async () => {
  const { site, olga } = await open();
  const enabled = await olga.ask("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
  const { totpURI, backupCodes } = enabled.body;
  expect(totpURI).toContain("issuer=Ringright");
  const verified = await olga.ask("POST", "/api/auth/two-factor/verify-totp", { code: totp(totpURI) });
  expect(verified.status).toBe(200);
  expect((await olga.ask("GET", "/api/v1/me")).body.person.twoFactor).toBe(true);

  const phone = site.browser();
  const half = await signIn(phone);
  expect(half.body).toMatchObject({ twoFactorRedirect: true, twoFactorMethods: ["totp"] });
  expect(await whoIs(phone)).toBeNull();
  expect((await phone.ask("GET", "/api/v1/accounts/acme")).status).toBe(401);
  expect((await phone.ask("POST", "/api/auth/two-factor/verify-totp", { code: "000000" })).status).toBe(401);
  await phone.ask("POST", "/api/auth/two-factor/verify-totp", { code: totp(totpURI) });
  expect(await whoIs(phone)).toBe("olga@acme.test");

  const tablet = site.browser();
  await signIn(tablet);
  await tablet.ask("POST", "/api/auth/two-factor/verify-backup-code", { code: backupCodes[0] });
  expect(await whoIs(tablet)).toBe("olga@acme.test");
  const laptop = site.browser();
  await signIn(laptop);
  const used = await laptop.ask("POST", "/api/auth/two-factor/verify-backup-code", { code: backupCodes[0] });
  expect(used.status).toBe(401);
  // Neither secret can be read from the database.
  const { rows } = await site.database.pool.query("SELECT * FROM auth_two_factor");
  expect(JSON.stringify(rows)).not.toContain(backupCodes[1]);
  expect(JSON.stringify(rows)).not.toContain(new URL(totpURI).searchParams.get("secret"));
});

test("who forgot the password gets a link by mail, good once; nobody learns who signs in here", async () => {
  const { site, olga } = await open({ mail: true });
  const asker = site.browser();
  const ask = (email: string) => asker.ask("POST", "/api/auth/request-password-reset", { email });
  const known = await ask(CREDENTIALS.email);
  const unknown = await ask("nobody@acme.test");
  expect(unknown).toEqual(known);
  await expect.poll(() => site.mails).toHaveLength(1);
  expect(site.mails[0]?.to).toBe(CREDENTIALS.email);
  const token = /http:\/\/127\.0\.0\.1:8080\/reset-password#(\S+)/.exec(site.mails[0]?.text ?? "")?.[1];
  const { rows } = await site.database.pool.query("SELECT identifier FROM auth_verification");
  expect(JSON.stringify(rows)).not.toContain(token);
  const reset = () => asker.ask("POST", "/api/auth/reset-password", { token, newPassword: "battery staple" });
  expect((await reset()).status).toBe(200);
  expect((await reset()).status).toBe(400);
  expect(await whoIs(olga)).toBeNull();
  expect((await signIn(site.browser())).status).toBe(401);
  expect((await signIn(site.browser(), { ...CREDENTIALS, password: "battery staple" })).status).toBe(200);
});

test("who guesses passwords has to wait, whatever address they claim; others don't", async () => {
  const { site } = await open();
  const guesser = site.browser();
  const guess = (n: number) =>
    guesser.ask(
      "POST",
      "/api/auth/sign-in/email",
      { ...CREDENTIALS, password: `guess number ${n}` },
      {
        "x-forwarded-for": `198.51.100.${n}`,
        "x-ringright-peer": `198.51.100.${n}`,
      },
    );
  for (let n = 0; n < 10; n += 1) expect((await guess(n)).status).toBe(401);
  expect((await guess(10)).status).toBe(429);
  expect((await signIn(guesser)).status).toBe(429);
  expect((await signIn(site.browser())).status).toBe(200);
  // A proxy on this machine says who its client is, last in the chain.
  const proxied = site.browser({ address: "127.0.0.1" });
  const through = (client: string) =>
    proxied.ask("POST", "/api/auth/sign-in/email", CREDENTIALS, { "x-forwarded-for": client });
  expect((await through(`203.0.113.1, 192.0.2.2`)).status).toBe(429);
  expect((await through("203.0.113.1")).status).toBe(200);
});

test("nobody signs up, nobody is deleted, and another site's page signs nobody in", async () => {
  const { site, olga } = await open();
  const newcomer = { email: "new@acme.test", name: "New", password: PASSWORD };
  for (const [method, path, body] of [
    ["POST", "/sign-up/email", newcomer],
    ["POST", "/delete-user", { password: PASSWORD }],
    ["POST", "/change-email", { newEmail: "boss@bolt.test" }],
    ["POST", "/sign-in/social", { provider: "github" }],
    ["GET", "/error", undefined],
    ["POST", "/sign-in/email/", CREDENTIALS],
    ["POST", "//sign-in/email", CREDENTIALS],
  ] as const)
    expect((await olga.ask(method, `/api/auth${path}`, body)).status, path).toBe(404);
  const foreign = { origin: "https://evil.test" };
  expect((await olga.ask("POST", "/api/auth/sign-out", {}, foreign)).status).toBe(403);
  expect(await whoIs(olga)).toBe("olga@acme.test");
  const other = { ...foreign, "sec-fetch-site": "cross-site", "sec-fetch-mode": "cors" };
  expect((await site.browser().ask("POST", "/api/auth/sign-in/email", CREDENTIALS, other)).status).toBe(403);
  const people = await site.database.query.selectFrom("auth_user").select("email").execute();
  expect(people).toEqual([{ email: "olga@acme.test" }]);
});

test("with the database away, somebody who signed in is told to try again, not that they are nobody", async () => {
  const { site, olga } = await open();
  const refused = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
  const away = vi
    .spyOn(site.database.pool, "connect")
    .mockImplementation((() => Promise.reject(refused)) as never);
  for (const path of ["/api/v1/me", "/api/v1/accounts/acme"])
    expect((await olga.ask("GET", path)).body.error?.code, path).toBe("unavailable");
  away.mockRestore();
  expect(await whoIs(olga)).toBe("olga@acme.test");
});

test("nothing of sign-in goes anywhere: no request leaves this process", async () => {
  const fetched = vi.spyOn(globalThis, "fetch");
  onTestFinished(() => fetched.mockRestore());
  const { site, olga } = await open();
  await signIn(site.browser());
  await olga.ask("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
  await olga.ask("POST", "/api/auth/request-password-reset", { email: CREDENTIALS.email });
  expect(fetched).not.toHaveBeenCalled();
});

test("behind https, cookies are for https only; on this machine plain http works too", async () => {
  const { site } = await open({ publicUrl: "https://calls.example.com" });
  const away = site.browser();
  const answer = await signIn(away);
  expect(answer.setCookies.join()).toMatch(
    /__Secure-ringright\.session_token=.*HttpOnly; Secure; SameSite=Lax/,
  );
  expect(await whoIs(away)).toBe("olga@acme.test");
  const here = site.browser({ address: "127.0.0.1" });
  const local = { host: "localhost:8080", origin: "http://localhost:8080" };
  const plain = await here.ask("POST", "/api/auth/sign-in/email", CREDENTIALS, local);
  expect(plain.setCookies.join()).toMatch(/^ringright\.session_token=/);
  expect(plain.setCookies.join()).not.toContain("Secure");
  const me = await here.ask("GET", "/api/v1/me", undefined, { host: "localhost:8080" });
  expect(me.body.person.email).toBe("olga@acme.test");
  // The same machine, but through its proxy: that is https again.
  const proxied = site.browser({ address: "127.0.0.1" });
  const forwarded = await proxied.ask("POST", "/api/auth/sign-in/email", CREDENTIALS, {
    "x-forwarded-for": "192.0.2.77",
  });
  expect(forwarded.setCookies.join()).toContain("__Secure-");
});

/** The code that an authenticator app shows now (RFC 6238: SHA-1, 30 s, six digits). */
function totp(uri: string): string {
  const secret = decodeBase32(new URL(uri).searchParams.get("secret") ?? "");
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(Date.now() / 30_000)));
  const digest = createHmac("sha1", secret).update(counter).digest();
  const code = digest.readUInt32BE((digest.at(-1) ?? 0) & 15) & 0x7fffffff;
  return String(code % 1_000_000).padStart(6, "0");
}

function decodeBase32(text: string): Buffer {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bits = [...text.replace(/=+$/, "")]
    .map((letter) => alphabet.indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
