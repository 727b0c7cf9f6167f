import { readFileSync } from "node:fs";

const LOOK_MS = 500;

/**
 * Calls back once when whoever started us is gone. `npm start` puts a shell between itself and us, and neither
 * passes a SIGTERM on: without this, ending npm would leave the server running with nobody to stop it.
 * @param {() => void} onGone
 * @returns {() => void} stops watching
 */
export function watchCaller(onGone) {
  const before = callers();
  const timer = setInterval(() => {
    if (callers() === before) return;
    clearInterval(timer);
    onGone();
  }, LOOK_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Our parent and, under npm where the system tells, the parent's parent: a change means that one has ended. */
function callers() {
  const parent = process.ppid;
  if (process.env.npm_lifecycle_event === undefined) return `${parent}`;
  try {
    // proc(5): the parent is the second field after the command, which is in brackets and may hold anything.
    const stat = readFileSync(`/proc/${parent}/stat`, "utf8");
    return `${parent} ${stat.slice(stat.lastIndexOf(")") + 2).split(" ")[1]}`;
  } catch {
    return `${parent}`;
  }
}
