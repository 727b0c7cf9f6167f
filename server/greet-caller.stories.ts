import { expect, test } from "vitest";
import { applySettings } from "../store/apply-settings.ts";
import { LINE, STRANGER, startHouse } from "./testing/start-house.ts";

const ACME = { slug: "acme", name: "Acme Roofing", country: "US", timezone: "America/Chicago" };

test("Anna is greeted in Dana's words, a stranger in the line's, and after that is cleared in the account's", async () => {
  const house = await startHouse();
  const { database } = house.node;
  const greet = async (settings: object) => {
    const applied = await applySettings(database, { account: { slug: "acme" }, ...settings });
    expect(applied).toMatchObject({ ok: true });
    await house.node.refreshSettings();
  };
  const line = (greeting: string | null) => [
    { number: LINE, label: "Leeds line", carrier: "main", forwardingNumber: "+13125550102", greeting },
  ];
  await greet({
    account: { ...ACME, greeting: "Acme here, <we> call back & soon." },
    staff: [
      {
        email: "dana@acme.test",
        name: "Dana",
        phone: "+13125550101",
        greeting: "Dana here. Tell me {{all}}.",
      },
    ],
    numbers: line("You have reached Leeds."),
  });
  const hears = async (from?: string) => {
    const { heard } = await house.call({
      ...(from === undefined ? {} : { from }),
      caller: { leavesMessage: 5 },
    });
    expect(heard.recordings).toHaveLength(1);
    return heard.heard;
  };
  expect(await hears()).toEqual(["Dana here. Tell me {{all}}."]);
  expect(await hears(STRANGER)).toEqual(["You have reached Leeds."]);
  await greet({ numbers: line(null) });
  expect(await hears(STRANGER)).toEqual(["Acme here, <we> call back & soon."]);
});

test("a greeting that is too long for what carriers take is refused with its field", async () => {
  const house = await startHouse();
  const applied = await applySettings(house.node.database, {
    account: { ...ACME, greeting: "x".repeat(301) },
  });
  expect(applied).toMatchObject({ ok: false, problems: [{ path: ["account", "greeting"] }] });
});
