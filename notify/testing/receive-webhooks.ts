import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { Webhook } from "standardwebhooks";
import { onTestFinished } from "vitest";

export type ReceivedWebhook = { headers: Record<string, string>; body: string };
type Answer = { status: number; text?: string; headers?: Record<string, string> } | "hang";

/** A program that receives webhooks, on loopback for the running test. */
export type WebhookReceiver = {
  url: string;
  received: ReceivedWebhook[];
  /** From now on it answers so; 204 until told. */
  answer(with_: Answer): void;
  stop(): Promise<void>;
  /** It is back, at the same address. */
  start(): Promise<void>;
  /** Resolves when so many have come. */
  has(many: number): Promise<void>;
};

export async function receiveWebhooks(): Promise<WebhookReceiver> {
  const received: ReceivedWebhook[] = [];
  let answer: Answer = { status: 204 };
  let port = 0;
  let server: Server | null = null;
  let waiting: { many: number; resolve: () => void }[] = [];

  async function start(): Promise<void> {
    const started = createServer(async (request, response) => {
      const body = await text(request);
      received.push({ headers: request.headers as Record<string, string>, body });
      for (const one of waiting) if (received.length >= one.many) one.resolve();
      waiting = waiting.filter(({ many }) => received.length < many);
      if (answer === "hang") return;
      response.writeHead(answer.status, answer.headers);
      response.end(answer.text);
    });
    server = started;
    await new Promise<void>((resolve) => started.listen(port, "127.0.0.1", resolve));
    port = (started.address() as AddressInfo).port;
  }

  async function stop(): Promise<void> {
    const stopping = server;
    server = null;
    if (stopping === null) return;
    stopping.closeAllConnections();
    await new Promise((resolve) => stopping.close(resolve));
  }

  await start();
  onTestFinished(stop);
  return {
    url: `http://127.0.0.1:${port}/hooks`,
    received,
    answer: (with_) => {
      answer = with_;
    },
    start,
    stop,
    has: (many) =>
      new Promise((resolve) => {
        if (received.length >= many) resolve();
        else waiting.push({ many, resolve });
      }),
  };
}

/** What a receiver that checks its signature makes of a webhook; throws where it is not ours. */
export function verifyWebhook({ body, headers }: ReceivedWebhook, secret: string): Record<string, unknown> {
  return new Webhook(secret).verify(body, headers) as Record<string, unknown>;
}
