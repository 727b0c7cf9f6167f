import { expect, test } from "vitest";
import { findBarriers } from "./testing/find-barriers.ts";
import { describeJourneys, useOffice } from "./testing/open-office.ts";
import { SLUG } from "./testing/set-up-company.ts";
import { settle } from "./testing/settle.ts";

const LINE = "+13125550144";
const hex = (digit: string) => digit.repeat(32);

const NEEDS = { microphone: true };

const journeys = () => {
  const office = useOffice(async ({ ask, account }) => {
    const carrier = { id: "tw", kind: "twilio", accountSid: `AC${hex("3")}`, authToken: hex("4") };
    await ask("POST", `${account}/carriers`, carrier);
    await ask("POST", `${account}/numbers`, { number: LINE, carrier: "tw" });
    await ask("PATCH", account, { defaultOutboundNumber: LINE });
  }, NEEDS);

  test("the owner sets it up, chooses this browser, and calls; the carrier can't be reached, and it is said what to do", async () => {
    const { page, context, chromium, company } = office();
    const { ask, account } = company;
    await page.goto(`/a/${SLUG}/settings/carriers`);
    await page.getByRole("button", { name: "Calls from the browser" }).click();
    const drawer = page.getByRole("dialog", { name: "Calls from the browser" });
    await drawer.getByText(/\/hooks\/twilio\/tw\/client$/).waitFor();
    await drawer.getByLabel("TwiML app SID").fill("none");
    await drawer.getByLabel("API key SID").fill(`SK${hex("1")}`);
    await drawer.getByLabel("API key secret").fill("the-secret");
    await drawer.getByRole("button", { name: "Save" }).click();
    await drawer.getByText("expected the SID of a TwiML application: AP and 32 hex digits").first().waitFor();
    await drawer.getByLabel("TwiML app SID").fill(`AP${hex("2")}`);
    await drawer.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Calls from the browser: on" }).waitFor();

    await page.getByRole("button", { name: "Pace of texts" }).click();
    const pace = page.getByRole("dialog", { name: "Pace of texts" });
    await pace.getByLabel("Texts a second, all numbers together").fill("20");
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await pace.getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Pace of texts: 20 a second" }).waitFor();

    const scripts: string[] = [];
    const asked: string[] = [];
    page.on("request", (request) => {
      if (/\.js$/.test(request.url())) scripts.push(request.url());
    });
    page.on("websocket", (socket) => asked.push(new URL(socket.url()).hostname));
    await page.goto(`/a/${SLUG}/callbacks`);
    await page.getByRole("button", { name: "Call a number" }).click();
    const panel = page.getByRole("region", { name: "Call", exact: true });
    await panel.getByText("This browser").click();
    await panel.getByText("You talk with this computer's microphone.").waitFor();
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await panel.getByRole("textbox", { name: "Phone" }).fill("(312) 555-0177");
    const call = panel.getByRole("button", { name: "Call", exact: true });

    await call.click();
    await page.getByText(/does not let this page use the microphone/).waitFor();
    await page.getByRole("button", { name: "Close this message" }).click();
    expect(scripts.filter((url) => /twilio/.test(url))).toEqual([]);

    await context.grantPermissions(["microphone"]);
    await call.click();
    await panel.getByText("The call failed: The browser never connected.").waitFor();
    await panel.getByText(/could not reach the carrier/).waitFor();
    expect(scripts.filter((url) => /twilio/.test(url))).toHaveLength(1);
    expect(asked[0]).toMatch(/\.twilio\.com$/);
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);

    await page.goto(`/a/${SLUG}/calls?direction=outbound`);
    await page.getByRole("region", { name: "History" }).getByRole("link").first().click();
    await page.getByText("The call failed: The browser never connected.").waitFor();
    // So it is with the next of a list, where the choice stands.
    const quietHours = { from: "00:00", to: "00:00" };
    const { id } = await ask<{ id: string }>("POST", `${account}/campaigns`, {
      ...{ name: "Call them", kind: "call", quietHours },
    });
    await page.goto(`/a/${SLUG}/campaigns/${id}`);
    await page.getByRole("button", { name: "Make the list" }).click();
    await page.getByRole("button", { name: "Start now" }).click();
    await page.getByRole("link", { name: "Work through the list" }).click();
    await page.getByRole("button", { name: "Next lead" }).click();
    const card = page.getByRole("article", { name: /^In hand/ });
    expect(await card.getByRole("radio", { name: "This browser" }).isChecked()).toBe(true);
    await settle(page);
    expect(await findBarriers(page)).toEqual([]);
    await card.getByRole("button", { name: /^Call / }).click();
    await panel.getByText("The call failed: The browser never connected.").waitFor();
    // The browser notes what was refused, and that there is no carrier; what the page may not ask for would be here too.
    const noted = /status of 400|ERR_NAME_NOT_RESOLVED|^a request to elsewhere: https:\/\/\w+\.twilio\.com\//;
    expect(chromium.problems.filter((problem) => !noted.test(problem))).toEqual([]);
  });
};

describeJourneys("calls from the browser, in a browser", journeys, NEEDS);
