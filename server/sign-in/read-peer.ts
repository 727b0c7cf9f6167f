/** The other end of a request's connection. */
export type Peer = {
  /** Its address: that of the client behind a proxy on this machine, if there is one. */
  address: string;
  /** On this machine, with no proxy between: plain http is safe, whatever PUBLIC_URL says. */
  local: boolean;
};

/** Tells better-auth the address; a value that a client sent is replaced. */
export const PEER_HEADER = "x-ringright-peer";

const LOOPBACK = /^(::1|(::ffff:)?127\.)/;

/** Reads the peer; `env` is what the HTTP server tells of a request besides the request. */
export function readPeer(env: unknown, headers: Headers): Peer {
  const connection = env as { incoming?: { socket?: { remoteAddress?: string } } } | undefined;
  const remote = connection?.incoming?.socket?.remoteAddress ?? "";
  const forwarded = headers.get("x-forwarded-for");
  const onThisMachine = LOOPBACK.test(remote);
  // Only a proxy on this machine is believed, and of a chain only what it added itself: the last.
  const client = onThisMachine ? forwarded?.split(",").at(-1)?.trim() : undefined;
  return {
    address: (client ?? remote).replace(/^::ffff:/, ""),
    local: onThisMachine && forwarded === null && headers.get("x-forwarded-proto") === null,
  };
}
