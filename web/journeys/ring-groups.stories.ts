import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

describeJourneys("ring groups and menus, in a browser", () => {
  const office = useOffice();

  test("a group is made, switched on in the ladder, and Who rings? shows each of its members", async () => {
    const { page, chromium, company } = office();
    await page.goto(`/a/${SLUG}/settings/ring-groups`);
    await page.getByRole("button", { name: "Add group" }).click();
    await page.getByLabel("Group's name").fill("Inside sales");
    const members = page.getByRole("combobox", { name: "Members" });
    for (const name of ["Dana", "Leo"]) {
      await members.click();
      await page.getByRole("option", { name, exact: false }).first().click();
    }
    await page.keyboard.press("Escape");
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText("Ring groups are updated.").waitFor();
    const { groups } = (await company.ask("GET", company.account)) as { groups: object[] };
    expect(groups).toMatchObject([{ id: "inside-sales", name: "Inside sales", order: "together" }]);

    await page.goto(`/a/${SLUG}/settings/routing`);
    await page.getByRole("switch", { name: "Inside sales: switched off" }).press("Space");
    for (let place = 0; place < 4; place += 1)
      await page.getByRole("button", { name: "Inside sales up" }).press("Enter");
    await page.getByRole("button", { name: "Update" }).click();
    const preview = page.getByRole("dialog", { name: "What changes for callers" });
    await preview
      .getByText(/would ring the group Inside sales/)
      .first()
      .waitFor();
    await preview.getByRole("button", { name: "Update" }).click();
    await page.getByText("Routing is updated.").waitFor();

    await page.goto(`/a/${SLUG}/who-rings?from=withheld`);
    await page.getByText(/The group Inside sales rings together for 20 s/).waitFor();
    await page.getByText("Inside sales", { exact: true }).waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    expect(chromium.problems).toEqual([]);
  });

  test("a group that a ladder names can't be removed, and it is said where it is", async () => {
    const { page, chromium } = office();
    await page.goto(`/a/${SLUG}/settings/ring-groups`);
    await page.getByRole("button", { name: "Remove Inside sales" }).click();
    await page.getByRole("button", { name: "Update" }).click();
    await page.getByText(/there is no group inside-sales in this account/).waitFor();
    expect(chromium.problems.filter((problem) => !problem.includes("400"))).toEqual([]);
    chromium.problems.length = 0;
    await page.getByRole("button", { name: "Discard changes" }).click();
  });

  test("a number asks first: a key leads to the group, and Who rings? follows the key", async () => {
    const { page, chromium, company } = office();
    const { items } = (await company.ask("GET", `${company.account}/numbers`)) as { items: { id: string }[] };
    await page.goto(`/a/${SLUG}/settings/phone-numbers?id=${items[0]?.id}`);
    await page.getByRole("switch", { name: "A menu" }).click();
    const first = page.getByRole("region", { name: "Key 1" });
    await first.getByLabel("For").fill("a new roof");
    await page.getByRole("button", { name: "Add choice" }).click();
    const second = page.getByRole("region", { name: "Key 2" });
    await second.getByLabel("For").fill("Messages");
    await first.getByRole("combobox", { name: "Leads to" }).click();
    await page.getByRole("option", { name: "A ladder" }).click();
    await first.getByRole("switch", { name: "Inside sales: switched off" }).press("Space");
    await first.getByRole("switch", { name: "Company phone: switched on" }).press("Space");
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole("button", { name: "Update" }).click();
    const preview = page.getByRole("dialog", { name: "What changes for callers" });
    if (await preview.isVisible()) await preview.getByRole("button", { name: "Update" }).click();
    await page.getByText("is updated.").waitFor();
    const number = (await company.ask("GET", `${company.account}/numbers/${items[0]?.id}`)) as object;
    expect(number).toMatchObject({
      menu: {
        greeting: null,
        choices: [
          { key: "1", label: "a new roof", to: ["group:inside-sales"] },
          { key: "2", label: "Messages", to: "voicemail" },
        ],
      },
    });
    await page.goto(`/a/${SLUG}/who-rings?from=withheld`);
    await page.getByText(/The caller first hears a menu: 1 for a new roof, 2 for Messages/).waitFor();
    await page.getByRole("combobox", { name: "Key pressed in the menu" }).click();
    await page.getByRole("option", { name: "2, Messages" }).click();
    await page.getByText("The caller pressed 2 in the menu, for Messages.").waitFor();
    await page.getByRole("heading", { name: "Nobody rings: voicemail" }).waitFor();
    expect(chromium.problems).toEqual([]);
  });
});
