import type { Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import type { SignIn } from "./open-sign-in.ts";
import { readPeer } from "./read-peer.ts";

/** A body there is some fields at most. */
const MAX_BODY_BYTES = 100_000;

/** Puts sign-in, sessions and second factors at /api/auth. */
export function mountSignIn(app: Hono, signIn: SignIn): void {
  app.use("/api/auth/*", bodyLimit({ maxSize: MAX_BODY_BYTES }));
  app.all("/api/auth/*", (c) => signIn.answer(c.req.raw, readPeer(c.env, c.req.raw.headers)));
}
