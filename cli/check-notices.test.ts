import { expect, test } from "vitest";
import { applySettings } from "../store/apply-settings.ts";
import { useDatabase } from "../store/testing/use-database.ts";
import { runCommand } from "./testing/run-command.ts";

const database = useDatabase();

test("doctor names mail that fails for long, and webhooks that were stopped", async () => {
  await applySettings(database(), {
    account: { slug: "acme", name: "Acme", country: "US", timezone: "UTC" },
    staff: [{ email: "dana@acme.test", name: "Dana" }],
    webhooks: [{ url: "https://crm.example.com/hooks", events: ["callMissed"] }],
  });
  const mail = async () => {
    const { out } = await runCommand(database(), ["doctor", "--json"]);
    const { checks } = JSON.parse(out) as { checks: { level: string; what: string; text: string }[] };
    return checks.filter(({ what }) => what === "mail" || what.startsWith("webhook"));
  };
  expect(await mail()).toEqual([
    { level: "ok", what: "mail", text: "not set up (SMTP_URL, MAIL_FROM): nobody is told by mail" },
  ]);
  const { pool } = database();
  await pool.query(`INSERT INTO notice (account_id, key, event, channel, recipient, subject, content, error, give_up_from)
    SELECT id, 'k', 'callMissed', 'mail', 'dana@acme.test', 's', '{}', 'the mail server does not answer', '2026-01-01Z' FROM account`);
  await pool.query(
    "UPDATE webhook SET stopped_at = now(), stopped_why = 'its receiver answered 410, gone for good'",
  );
  expect(await mail()).toEqual([
    {
      level: "warning",
      what: "mail",
      text: "can't be sent since 2026-01-01T00:00:00.000Z, 1 waiting: the mail server does not answer",
    },
    {
      level: "warning",
      what: "webhook of acme",
      text: "https://crm.example.com/hooks was stopped: its receiver answered 410, gone for good",
    },
  ]);
});
