import { connect, type Socket } from "node:net";

/** A server's answer. */
export type Answer = { status: number; body: string };

/** One kept connection; one request at a time. */
export type Connection = {
  /** Sends a whole request. Rejects if the connection breaks first. */
  send(request: Buffer | string): Promise<Answer>;
  readonly open: boolean;
  close(): void;
};

/**
 * Connects to a port of this machine. It reads HTTP/1.1 answers that state their length, and nothing
 * else: a whole client would take as much of the two cores as the server that is measured.
 */
export async function openConnection(port: number): Promise<Connection> {
  const socket = await connected(port);
  socket.setNoDelay(true);
  let open = true;
  let received = "";
  let waiting: { resolve(answer: Answer): void; reject(error: Error): void } | null = null;

  // Latin 1 keeps one character a byte, so that lengths hold; documents are plain ASCII here.
  socket.setEncoding("latin1");
  socket.on("data", (chunk: string) => {
    received += chunk;
    const answer = takeAnswer(received);
    if (answer === null) return;
    received = "";
    const { resolve } = waiting ?? {};
    waiting = null;
    if (answer.closes) close();
    resolve?.(answer);
  });
  const end = (error?: Error) => {
    open = false;
    waiting?.reject(error ?? new Error("the server closed the connection"));
    waiting = null;
  };
  socket.on("error", end);
  socket.on("close", () => end());

  function close(): void {
    open = false;
    socket.destroy();
  }

  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request);
      });
    },
    get open() {
      return open;
    },
    close,
  };
}

/** The answer that this text is, null while there is more to come. */
export function takeAnswer(text: string): (Answer & { closes: boolean }) | null {
  const head = text.indexOf("\r\n\r\n");
  if (head < 0) return null;
  const headers = text.slice(0, head);
  const length = /\r\ncontent-length: *(\d+)/i.exec(headers)?.[1];
  if (length === undefined) throw new Error("an answer without a length");
  const body = text.slice(head + 4);
  if (body.length < Number(length)) return null;
  return { status: Number(headers.slice(9, 12)), body, closes: /\r\nconnection: *close/i.test(headers) };
}

function connected(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: "127.0.0.1" });
    socket.once("error", reject);
    socket.once("connect", () => {
      socket.off("error", reject);
      resolve(socket);
    });
  });
}
