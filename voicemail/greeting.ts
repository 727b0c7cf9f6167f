/**
 * A greeting is text to be spoken, or `recording:<id>`: audio that was uploaded. Its id is not to be guessed, since
 * carriers fetch it without a key, and ends in its kind.
 */
export type Greeting = { say: string } | { play: string };

const SHAPE = /^recording:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\.(?:wav|mp3))$/;
const PATH = /^\/hooks\/[a-z]+\/[a-z0-9-]{1,40}\/greeting\/([0-9a-f-]{36}\.(?:wav|mp3))$/;

/** Uploaded greetings are at most so large: carriers fetch them while a caller waits. */
export const MAX_GREETING_BYTES = 5_000_000;

/** What a greeting, as it is set, has callers hear. */
export function readGreeting(written: string): Greeting {
  const id = SHAPE.exec(written)?.[1];
  return id === undefined ? { say: written } : { play: id };
}

/** Whether a greeting means to be a recording, and is not written as one. */
export function isBrokenGreeting(written: string): boolean {
  return /^recording:/i.test(written) && !SHAPE.test(written);
}

/** How a greeting that was uploaded is set. */
export function writeGreeting(id: string): string {
  return `recording:${id}`;
}

/** Where a carrier fetches an uploaded greeting, below `…/hooks/<kind>/<carrierId>`. */
export function greetingPath(id: string): string {
  return `/greeting/${id}`;
}

/** The greeting that a carrier's request asks for; null where it asks for something else. */
export function readGreetingPath(target: string): string | null {
  return PATH.exec(target.split("?", 1)[0] ?? "")?.[1] ?? null;
}

/** The name under which an uploaded greeting is kept; it says all, so that it is found with the database away. */
export function greetingName(id: string): string {
  return `greetings/${id}`;
}
