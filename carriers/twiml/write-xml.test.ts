import fc from "fast-check";
import { SaxesParser } from "saxes";
import { expect, test } from "vitest";
import { writeXml, xml } from "./write-xml.ts";

test("text and attributes are escaped, absent attributes left out", () => {
  const document = xml("Say", { voice: 'a"b', loop: 2, language: undefined }, "Müller & Söhne <x> 'y'");
  expect(writeXml(document, false)).toBe(
    '<?xml version="1.0" encoding="UTF-8"?><Say voice="a&quot;b" loop="2">Müller &amp; Söhne &lt;x&gt; &apos;y&apos;</Say>',
  );
});

test("a name that holds a template is parted, where the carrier would evaluate it", () => {
  expect(writeXml(xml("Say", {}, "{{From}} {{{x}}}"), true)).toContain("<Say>{ {From}} { { {x}}}</Say>");
  expect(writeXml(xml("Say", {}, "{{From}}"), false)).toContain("{{From}}");
});

test("any text gives a well-formed document that says the same, without what XML has no place for", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, breakMustache) => {
      const written = writeXml(xml("Say", { at: text }, text), breakMustache);
      let read = "";
      const parser = new SaxesParser();
      parser.on("text", (part) => {
        read += part;
      });
      parser.on("error", (error) => {
        throw error;
      });
      parser.write(written).close();
      if (breakMustache) expect(written).not.toContain("{{");
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what may differ
      const plain = (value: string) => value.replace(/[\u0000-\u0020\u007f-\u009f\u2028\ufffe\uffff]/g, "");
      if (!breakMustache && !/[\ud800-\udfff]/.test(text)) expect(plain(read)).toBe(plain(text));
    }),
  );
});
