/** Where in a settings value something is: keys and positions, from the outside in. */
export type Path = readonly (string | number)[];

/** One thing wrong with what was given: where, and what is expected there. */
export type Problem = { path: Path; message: string };

/** The path as people write it: `staff[0].phone`; empty for the whole. */
export function fieldOf(path: Path): string {
  let field = "";
  for (const part of path) {
    if (typeof part === "number") field += `[${part}]`;
    else field += field === "" ? part : `.${part}`;
  }
  return field;
}
