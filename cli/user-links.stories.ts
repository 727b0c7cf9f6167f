import { expect, onTestFinished, test } from "vitest";
import { openSite, PASSWORD } from "../server/testing/open-site.ts";
import { runCommand } from "./testing/run-command.ts";

test("an operator adds Eve, invites her by a link, and lets her back in when she has lost everything", async () => {
  const site = await openSite();
  onTestFinished(() => site.close());
  site.clock.now = Date.now();
  await site.firstRun();
  const run = (...args: string[]) => runCommand(site.database, args);
  const eve = ["--email", "Eve@acme.test"];
  const created = await run("user", "create", "--account", "acme", "--name", "Eve", ...eve, "--invite");
  expect(created.out).toMatch(
    /^Added eve@acme\.test to acme\.\nhttp:\/\/127\.0\.0\.1:8080\/accept-invitation#[\w-]{43}\n$/,
  );
  const again = await run("user", "invite", "--account", "acme", ...eve);
  const accept = (out: string) =>
    browser.ask("POST", "/api/v1/invitations/accept", {
      token: out.trim().split("#")[1],
      password: PASSWORD,
    });
  const browser = site.browser();
  expect((await accept(created.out)).status).toBe(404);
  expect((await accept(again.out)).body).toEqual({ slug: "acme" });

  await browser.ask("POST", "/api/auth/two-factor/enable", { password: PASSWORD });
  await site.database.query.updateTable("auth_user").set({ twoFactorEnabled: true }).execute();
  const reset = await run("user", "reset-link", ...eve, "--drop-second-factor");
  const token = reset.out.trim().split("/reset-password#")[1];
  const newPassword = "battery staple";
  expect((await browser.ask("POST", "/api/auth/reset-password", { token, newPassword })).status).toBe(200);
  const credentials = { email: "eve@acme.test", password: newPassword };
  expect((await browser.ask("POST", "/api/auth/sign-in/email", credentials)).body.user.email).toBe(
    "eve@acme.test",
  );

  expect((await run("user", "reset-link", "--email", "x@acme.test")).err).toBe(
    "Nobody signs in as x@acme.test.\n",
  );
  expect((await run("user", "invite", "--account", "acme", "--email", "x@acme.test")).code).toBe(1);
});
