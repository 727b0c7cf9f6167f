import type { AuthParts } from "./auth-options.ts";

/** better-auth, set up. It takes half a second to load, and calls must not wait for that when a node starts. */
export async function createAuth(parts: AuthParts) {
  const [{ betterAuth }, { authOptions }] = await Promise.all([
    import("better-auth"),
    import("./auth-options.ts"),
  ]);
  return betterAuth(authOptions(parts));
}

export type Auth = Awaited<ReturnType<typeof createAuth>>;
