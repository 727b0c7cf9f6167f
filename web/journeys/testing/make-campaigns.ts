import type { Company } from "./open-office.ts";

type Made = { id: string; state: string; list: { state: string } };
const ALWAYS = { from: "00:00", to: "00:00" };

/** A draft whose list is there (1), a list to call (2), and texts that are out (3), of a company that has made none yet. */
export async function makeCampaigns({ ask, account, line }: Company): Promise<void> {
  await ask("PATCH", account, { defaultOutboundNumber: line });
  const make = async (name: string, fields: object): Promise<string> => {
    const { id } = await ask<Made>("POST", `${account}/campaigns`, { name, quietHours: ALWAYS, ...fields });
    await ask("POST", `${account}/campaigns/${id}/audience`, {});
    await until(id, ({ list }) => list.state === "ready");
    return id;
  };
  const until = async (id: string, ready: (campaign: Made) => boolean) => {
    const end = Date.now() + 20_000;
    while (!ready(await ask<Made>("GET", `${account}/campaigns/${id}`)))
      if (Date.now() > end) throw new Error("the campaign does not go on");
  };
  const steps = [
    { text: "Hi {firstName}, {business} has a spring offer.", afterHours: 0 },
    { text: "Still interested, {firstName}?", afterHours: 48 },
  ];
  await make("Summer offer", { kind: "text", steps });
  const list = await make("Call them again", { kind: "call" });
  await ask("POST", `${account}/campaigns/${list}/start`, {});
  const texts = await make("Spring offer", { kind: "text", steps: steps.slice(0, 1), segmentPrice: 0.0079 });
  await ask("POST", `${account}/campaigns/${texts}/start`, {});
  await until(texts, ({ state }) => state === "done");
}
