/** The little of Express that the bench uses; the package brings no types. */
declare module "express" {
  import type { IncomingMessage, ServerResponse } from "node:http";

  export type Request = IncomingMessage & { body: Record<string, string>; params: Record<string, string> };
  export type Response = ServerResponse & { type(name: string): Response; send(body: string): Response };
  type Handler = (request: Request, response: Response, next: (error?: unknown) => void) => void;

  const express: {
    (): {
      (request: IncomingMessage, response: ServerResponse): void;
      use(handler: Handler): void;
      post(path: string, ...handlers: Handler[]): void;
    };
    urlencoded(options: { extended: boolean }): Handler;
  };
  export default express;
}
