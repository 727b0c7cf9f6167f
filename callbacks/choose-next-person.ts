/** A staff member who may take over a callback. `there`: at work just now. */
export type Candidate = { id: string; name: string; there: boolean };

/**
 * Who gets a callback that nobody took care of: the first in line who is there and has not had it yet, so that it
 * never goes in circles. Null where nobody is left.
 */
export function chooseNextPerson(line: readonly Candidate[], had: ReadonlySet<string>): Candidate | null {
  return line.find(({ id, there }) => there && !had.has(id)) ?? null;
}
