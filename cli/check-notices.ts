import { sql } from "kysely";
import { sayMailTrouble } from "../notify/say-trouble.ts";
import { readNoticeFigures } from "../store/notices/read-notice-figures.ts";
import type { Diagnosis, DoctorCheck } from "./doctor-checks.ts";

/** Whether people and programs can be told: mail that fails for long, and webhooks that were stopped. */
export const checkNotices: DoctorCheck = async (cli) => {
  try {
    const { query } = await cli.database();
    const trouble = sayMailTrouble(await readNoticeFigures(query), Date.now());
    const { rows } = await sql<{ slug: string; url: string; why: string }>`
      SELECT a.slug, w.url, w.stopped_why AS why FROM webhook w JOIN account a ON a.id = w.account_id
      WHERE w.active AND w.stopped_at IS NOT NULL ORDER BY a.slug, w.url`.execute(query);
    const mail: Diagnosis =
      trouble !== null
        ? { level: "warning", what: "mail", text: trouble.replace(/^mail: /, "") }
        : cli.environment().mail === null
          ? { level: "ok", what: "mail", text: "not set up (SMTP_URL, MAIL_FROM): nobody is told by mail" }
          : { level: "ok", what: "mail", text: "nothing fails for long" };
    const stopped = rows.map(
      ({ slug, url, why }): Diagnosis => ({
        level: "warning",
        what: `webhook of ${slug}`,
        text: `${url} was stopped: ${why}`,
      }),
    );
    return [mail, ...stopped];
  } catch {
    // That the database can't be used is said by another check.
    return [];
  }
};
