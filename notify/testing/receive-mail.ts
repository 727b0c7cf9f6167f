import { createServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

export type ReceivedMail = { from: string; to: string[]; data: string };

/** A mail server on loopback for the running test: takes every mail, or refuses every recipient. */
export async function receiveMail(options: { refuse?: boolean } = {}): Promise<{
  url: string;
  received: ReceivedMail[];
}> {
  const received: ReceivedMail[] = [];
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on("close", () => open.delete(socket));
    converse(socket, received, options.refuse === true);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(async () => {
    for (const socket of open) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  return { url: `smtp://user:secret@127.0.0.1:${port}`, received };
}

/** The server's side of RFC 5321, as far as one mail needs it. */
function converse(socket: Socket, received: ReceivedMail[], refuse: boolean): void {
  let mail: ReceivedMail = { from: "", to: [], data: "" };
  let text = "";
  let inData = false;
  const say = (line: string) => socket.write(`${line}\r\n`);
  say("220 mail.test ESMTP");
  socket.on("error", () => {});
  socket.setEncoding("utf8").on("data", (chunk: string) => {
    text += chunk;
    for (;;) {
      const end = text.indexOf(inData ? "\r\n.\r\n" : "\r\n");
      if (end < 0) return;
      const line = text.slice(0, end);
      text = text.slice(end + (inData ? 5 : 2));
      if (inData) {
        inData = false;
        received.push({ ...mail, data: line });
        mail = { from: "", to: [], data: "" };
        say("250 taken");
      } else obey(line);
    }
  });

  function obey(line: string): void {
    const verb = line.slice(0, 4).toUpperCase();
    if (verb === "EHLO") socket.write("250-mail.test\r\n250 AUTH PLAIN\r\n");
    else if (verb === "AUTH") {
      const said = Buffer.from(line.split(" ").at(-1) ?? "", "base64").toString();
      say(said === "\u0000user\u0000secret" ? "235 welcome" : "535 no");
    } else if (verb === "MAIL") {
      mail.from = /<(.*)>/.exec(line)?.[1] ?? "";
      say("250 ok");
    } else if (verb === "RCPT") {
      mail.to.push(/<(.*)>/.exec(line)?.[1] ?? "");
      say(refuse ? "550 nobody of that name here" : "250 ok");
    } else if (verb === "DATA") {
      inData = true;
      say("354 go on");
    } else if (verb === "QUIT") socket.end("221 bye\r\n");
    else say("250 ok");
  }
}
