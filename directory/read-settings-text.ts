import { isMap, isPair, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Path } from "./problem.ts";

/** A place in a text, both counted from 1. */
export type Place = { line: number; column: number };

/** A text that was read: its value, and where in it each field stands. */
export type SettingsText =
  | { ok: true; value: unknown; locate: (path: Path) => Place }
  | { ok: false; errors: (Place & { message: string })[] };

/** Reads YAML or JSON. JSON is read by the engine, twenty times faster, and located only when asked. */
export function readSettingsText(text: string): SettingsText {
  if (/^\s*\{/.test(text)) {
    try {
      const value: unknown = JSON.parse(text);
      let located: SettingsText | undefined;
      const locate = (path: Path) => {
        located ??= readYaml(text);
        return located.ok ? located.locate(path) : { line: 1, column: 1 };
      };
      return { ok: true, value, locate };
    } catch {
      // Not JSON: YAML in braces, or something whose mistake the YAML reader can place.
    }
  }
  return readYaml(text);
}

function readYaml(text: string): SettingsText {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const place = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  if (document.errors.length > 0) {
    const errors = document.errors.map((error) => ({ ...place(error.pos[0]), message: error.message }));
    return { ok: false, errors };
  }
  try {
    const value: unknown = document.toJS({ maxAliasCount: 100 });
    return { ok: true, value, locate: (path) => place(findOffset(document.contents, path)) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { ok: false, errors: [{ line: 1, column: 1, message }] };
  }
}

/** The offset of a field's key or entry, or of the nearest thing around it that is there. */
function findOffset(root: Node | null, path: Path): number {
  let offset = root?.range?.[0] ?? 0;
  let node: unknown = root;
  for (const part of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isPair(item) && String(item.key) === String(part));
      if (pair === undefined) break;
      offset = startOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      const item = node.items[Number(part)];
      if (item === undefined) break;
      offset = startOf(item) ?? offset;
      node = item;
    } else break;
  }
  return offset;
}

function startOf(node: unknown): number | undefined {
  return (node as Partial<Node> | null)?.range?.[0];
}
