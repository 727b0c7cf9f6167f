import { get } from "node:http";

/** What a running Ringright says of itself on `/metrics`. */
export type Figures = { handles: number; timers: number; liveCalls: number };

/** Reads the figures that would grow if something leaked. The connection is not kept: it would be counted. */
export async function readMetrics(port: number): Promise<Figures> {
  const text = await fetchText(`http://127.0.0.1:${port}/metrics`);
  return {
    handles: sumOf(text, "nodejs_active_handles_total"),
    timers: sumOf(text, "nodejs_active_resources", 'type="Timeout"'),
    liveCalls: sumOf(text, "ringright_live_calls"),
  };
}

/** The sum of a metric's samples, of those whose labels hold this text. */
export function sumOf(text: string, name: string, label = ""): number {
  const samples = text.matchAll(new RegExp(`^${name}(\\{.*\\})? (\\S+)$`, "gm"));
  return [...samples]
    .filter(([, labels = ""]) => labels.includes(label))
    .reduce((total, [, , value]) => total + Number(value), 0);
}

function fetchText(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    get(url, { agent: false }, (response) => {
      response.setEncoding("utf8");
      let text = "";
      response.on("data", (chunk: string) => {
        text += chunk;
      });
      response.on("end", () => resolve(text));
    }).on("error", reject);
  });
}
