import { describe, expect, it } from "vitest";
import { findUnknownFields, renderTemplate, type TemplateAbout } from "./render-template.ts";

const about: TemplateAbout = {
  lead: { name: "Anna Berg" },
  me: "Dana",
  business: "Acme Roofing",
  line: "Leeds line",
};

describe("a text from a template", () => {
  it.each([
    ["Hi {firstName}, {me} from {business} here.", {}, "Hi Anna, Dana from Acme Roofing here."],
    ["{lead} on the {line}", {}, "Anna Berg on the Leeds line"],
    ["Hi {firstName}, it is {me}", { lead: null }, "Hi, it is Dana"],
    ["{firstName}, hello", { lead: null }, "hello"],
    ["Hi {firstName}", { lead: { name: "Berg, Anna" } }, "Hi Anna"],
    ["Hi {firstName}", { lead: { name: "Dr. Anna Berg" } }, "Hi Anna"],
    ["Hi {firstName}!", { lead: { name: "+13125550123" } }, "Hi!"],
    ["One\n\nTwo {me}", {}, "One\n\nTwo Dana"],
    ["Costs {$&} {me}", { me: "$&" }, "Costs {$&} $&"],
  ])("%s", (template, change, text) => {
    expect(renderTemplate(template, { ...about, ...change })).toBe(text);
  });

  it("names the fields that it does not know", () => {
    expect(findUnknownFields("Hi {first name}, {me} {nope} {nope} {}")).toEqual(["first name", "nope", ""]);
    expect(findUnknownFields("Hi {firstName}")).toEqual([]);
  });
});
