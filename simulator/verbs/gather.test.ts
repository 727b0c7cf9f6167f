import { expect, test } from "vitest";
import type { CallerScript } from "../scripts.ts";
import { CALLER, carrierWith, LINE } from "../testing/small-product.ts";

async function menu(gather: string, caller: CallerScript) {
  const digits: (string | undefined)[] = [];
  const carrier = carrierWith({
    "/voice": () => `${gather}<Say>No choice.</Say>`,
    "/chosen": (params) => {
      digits.push(params.Digits);
      return "<Hangup/>";
    },
  });
  const call = await carrier.call({ from: CALLER, to: LINE, caller }).ended;
  await carrier.idle();
  return { digits, call, carrier };
}

const keys = (text: string, from = 2) => ({
  presses: [...text].map((key, index) => ({ key, after: from + index })),
});

test("a key during the prompt cuts it short", async () => {
  const prompt = "Press one for sales, or press two for service, or wait for the operator, thank you.";
  const { digits, call } = await menu(
    `<Gather numDigits="1" action="/chosen"><Say>${prompt}</Say></Gather>`,
    keys("2"),
  );
  expect(digits).toEqual(["2"]);
  const [start, end] = [call.timeline[0]?.at ?? 0, call.timeline.at(-1)?.at ?? 0];
  expect(end - start).toBe(2000);
});

test("no key: the next verb, unless an empty result is asked for", async () => {
  const silent = await menu('<Gather action="/chosen" timeout="4"><Say>Choose.</Say></Gather>', {});
  expect(silent.digits).toEqual([]);
  expect(silent.call.heard).toEqual(["Choose.", "No choice."]);
  const asked = await menu('<Gather action="/chosen" actionOnEmptyResult="true" timeout="4"/>', {});
  expect(asked.digits).toEqual([""]);
});

test("several keys end by #, by their number, or by silence", async () => {
  expect((await menu('<Gather action="/chosen"/>', keys("12#"))).digits).toEqual(["12"]);
  expect((await menu('<Gather action="/chosen" numDigits="2"/>', keys("123"))).digits).toEqual(["12"]);
  expect((await menu('<Gather action="/chosen" finishOnKey=""/>', keys("1#"))).digits).toEqual(["1#"]);
});

test("keys that nobody listens to are lost", async () => {
  const { digits, call } = await menu(
    '<Pause length="10"/><Gather action="/chosen" timeout="3"/>',
    keys("5"),
  );
  expect(digits).toEqual([]);
  expect(call.timeline).toContainEqual(expect.objectContaining({ what: "key", key: "5", heard: false }));
});

test("without an action the same document is asked again, until the carrier gives up", async () => {
  const { carrier } = await menu('<Gather actionOnEmptyResult="true" timeout="1"/>', {});
  expect(carrier.violations.at(-1)?.what).toContain("endless loop");
});
