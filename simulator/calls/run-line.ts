import type { Element } from "../documents/parse-document.ts";
import type { Exchange } from "../exchange.ts";
import { dial } from "../verbs/dial.ts";
import { enqueue } from "../verbs/enqueue.ts";
import { gather } from "../verbs/gather.ts";
import { pause, play, say } from "../verbs/prompts.ts";
import { record } from "../verbs/record.ts";
import { type Ending, type Next, ON, type Run, type Verb } from "../verbs/run.ts";
import { hangup, redirect, reject } from "../verbs/simple.ts";
import { hear } from "./answer-line.ts";
import { type Fetched, fetchDocument } from "./fetch-document.ts";
import { type Line, restart, type Source } from "./line.ts";

const VERBS: Record<string, Verb | undefined> = {
  Say: say,
  Play: play,
  Pause: pause,
  Gather: gather,
  Dial: dial,
  Enqueue: enqueue,
  Record: record,
  Redirect: redirect,
  Reject: reject,
  Hangup: hangup,
};

// Twilio allows Play, Say, Gather, Pause and Hangup on a called leg before it is connected, and no Dial.
const SCREENING_VERBS = new Set(["Say", "Play", "Pause", "Gather", "Redirect", "Hangup"]);

/** A call that needs more documents than this goes round in circles. */
const MOST_DOCUMENTS = 200;

/** Runs a line's documents, one after the other, until one ends, hangs up or is stopped. */
export async function runLine(exchange: Exchange, line: Line, first: Source): Promise<Ending> {
  let source = first;
  for (;;) {
    if (line.log.fetched >= MOST_DOCUMENTS) {
      line.log.violation(`endless loop: more than ${MOST_DOCUMENTS} documents in one call`);
      return "failed";
    }
    line.log.fetched += 1;
    const fetched = await fetchWithFallback(exchange, line, source);
    const next = line.stop.fired
      ? ON
      : fetched.ok
        ? await runVerbs(exchange, line, fetched)
        : applicationError(line);
    const stopped = line.stop.value;
    if (stopped?.why === "redirected") {
      restart(line);
      source = stopped.source;
    } else if (stopped) {
      return "stopped";
    } else if (next.go === "fetch") {
      source = next.source;
    } else {
      return next.go === "end" ? next.ending : "documentEnded";
    }
  }
}

async function fetchWithFallback(exchange: Exchange, line: Line, source: Source): Promise<Fetched> {
  const fetched = await fetchDocument(exchange, line, source);
  if (fetched.ok || line.stop.fired) return fetched;
  line.log.error(`${fetched.code}: ${fetched.message} (${fetched.url})`);
  const url = line.fallbackUrl;
  if (url === "") return fetched;
  // Once only: a fallback that fails as well ends the call.
  line.fallbackUrl = "";
  line.log.note("uses the fallback", { url });
  const params = { ErrorCode: fetched.code, ErrorUrl: fetched.url };
  const second = await fetchDocument(exchange, line, {
    from: "url",
    url,
    method: "POST",
    params,
    isAction: false,
  });
  if (!second.ok) line.log.error(`fallback: ${second.code}: ${second.message} (${second.url})`);
  return second;
}

function applicationError(line: Line): Next {
  hear(line, "We are sorry, an application error has occurred. Goodbye.");
  line.log.error("application error heard");
  return { go: "end", ending: "failed" };
}

async function runVerbs(exchange: Exchange, line: Line, document: Fetched & { ok: true }): Promise<Next> {
  for (const [index, element] of document.root.children.entries()) {
    const run: Run = {
      exchange,
      line,
      url: document.url,
      isFirstVerb: index === 0,
      runLine: (other, source) => runLine(exchange, other, source),
    };
    const next = await runVerb(run, element);
    if (line.stop.fired || next.go !== "on") return next;
  }
  return ON;
}

function runVerb(run: Run, element: Element): Promise<Next> {
  const { line } = run;
  if (line.parent && !line.leg?.bridged && !SCREENING_VERBS.has(element.name)) {
    line.log.violation(`<${element.name}> is not allowed on a called leg before it is connected`, run.url);
    return Promise.resolve(ON);
  }
  const verb = VERBS[element.name];
  if (verb) return verb(run, element);
  line.log.error(`the simulator does not model <${element.name}>`);
  return Promise.resolve(ON);
}
