import { SaxesParser } from "saxes";

/** One element of an answer document. */
export interface Element {
  name: string;
  attributes: Record<string, string>;
  children: Element[];
  /** All text inside, also that of SSML children, with runs of white space made one. */
  text: string;
}

/** A document that is no well-formed XML. */
export interface ParseFailure {
  error: string;
}

/** Parses XML to a tree, or says why it can't. Entities other than XML's own five are errors, as at the carriers. */
export function parseDocument(xml: string): Element | ParseFailure {
  const parser = new SaxesParser();
  const open: Element[] = [];
  let root: Element | undefined;
  let error: string | undefined;
  parser.on("error", (cause) => {
    error ??= cause.message;
  });
  parser.on("opentag", (tag) => {
    const element: Element = { name: tag.name, attributes: { ...tag.attributes }, children: [], text: "" };
    open.at(-1)?.children.push(element);
    root ??= element;
    open.push(element);
  });
  const addText = (text: string) => {
    for (const element of open) element.text += text;
  };
  parser.on("text", addText);
  parser.on("cdata", addText);
  parser.on("closetag", () => {
    const closed = open.pop();
    if (closed) closed.text = closed.text.replace(/\s+/g, " ").trim();
  });
  try {
    parser.write(xml).close();
  } catch (cause) {
    error ??= cause instanceof Error ? cause.message : String(cause);
  }
  if (error !== undefined) return { error };
  return root ?? { error: "empty document" };
}
