/** One XML element: name, attributes, children that are elements or text. */
export type Xml = { name: string; attributes: Record<string, string>; children: (Xml | string)[] };

/** Makes an element. Attributes that are undefined are left out. */
export function xml(
  name: string,
  attributes: Record<string, string | number | boolean | undefined> = {},
  ...children: (Xml | string)[]
): Xml {
  const written: Record<string, string> = {};
  for (const [key, value] of Object.entries(attributes))
    if (value !== undefined) written[key] = String(value);
  return { name, attributes: written, children };
}

/** Writes a document. `breakMustache` parts every `{{`, which some carriers would evaluate. */
export function writeXml(root: Xml, breakMustache: boolean): string {
  const text = (value: string) => escapeXml(breakMustache ? value.replace(/\{(?=\{)/g, "{ ") : value);
  const write = (node: Xml | string): string => {
    if (typeof node === "string") return text(node);
    const attributes = Object.entries(node.attributes).map(([key, value]) => ` ${key}="${text(value)}"`);
    const open = `<${node.name}${attributes.join("")}`;
    return node.children.length === 0
      ? `${open}/>`
      : `${open}>${node.children.map(write).join("")}</${node.name}>`;
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
