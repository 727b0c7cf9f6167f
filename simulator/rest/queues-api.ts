import { json, notFound, problem } from "./respond.ts";
import type { RestCall } from "./rest-call.ts";

/** Queues: fetch and delete. https://www.twilio.com/docs/voice/api/queue-resource */
export function queuesApi({ exchange, method, path, url }: RestCall): Response {
  const queue = [...exchange.queues.values()].find(({ sid }) => sid === decodeURIComponent(path[1] ?? ""));
  if (queue === undefined) return notFound(url.pathname);
  if (method !== "DELETE")
    return json({ sid: queue.sid, friendly_name: queue.name, current_size: queue.waiting.length });
  if (queue.waiting.length > 0) return problem(400, 22002, "The queue is not empty");
  exchange.queues.delete(queue.name);
  return new Response(null, { status: 204 });
}
