/** One XML element: name, attributes, children that are elements or text. Attributes that are undefined are left out. */
export type Xml = { name: string; attributes: Attributes; children: (Xml | string)[] };
type Attributes = Record<string, string | number | boolean | undefined>;

/** Makes an element. */
export function xml(name: string, attributes: Attributes = {}, ...children: (Xml | string)[]): Xml {
  return { name, attributes, children };
}

/** Writes a document. `breakMustache` parts every `{{`, which some carriers would evaluate. */
export function writeXml(root: Xml, breakMustache: boolean): string {
  const text = (value: string) => escapeXml(breakMustache ? value.replace(/\{(?=\{)/g, "{ ") : value);
  const write = (node: Xml | string): string => {
    if (typeof node === "string") return text(node);
    let written = `<${node.name}`;
    for (const [key, value] of Object.entries(node.attributes))
      if (value !== undefined) written += ` ${key}="${text(String(value))}"`;
    if (node.children.length === 0) return `${written}/>`;
    written += ">";
    for (const child of node.children) written += write(child);
    return `${written}</${node.name}>`;
  };
  return `<?xml version="1.0" encoding="UTF-8"?>${write(root)}`;
}

const ESCAPES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
};

/** Escapes text, and drops what XML 1.0 §2.2 has no place for: control characters and lone surrogates. */
function escapeXml(value: string): string {
  if (!SPECIAL.test(value)) return value;
  return value
    .toWellFormed()
    .replace(FORBIDDEN, "")
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** What XML has no place for, as it stands in a class of characters. */
const NO_PLACE = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff`;
const FORBIDDEN = new RegExp(`[${NO_PLACE}]`, "g");
/** What has to be looked at: nearly nothing that is said or dialled has any of it. */
const SPECIAL = new RegExp(String.raw`[&<>"'\ud800-\udfff${NO_PLACE}]`);
