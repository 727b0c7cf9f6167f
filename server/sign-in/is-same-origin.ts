/**
 * Whether a request comes from a page that this server itself served: its Origin is the public address,
 * or the very host that was asked (this machine, an address in the local network). A browser always says
 * the true Origin with a request that can change something.
 */
export function isSameOrigin(headers: Headers, publicUrl: string): boolean {
  const origin = headers.get("origin");
  if (origin === null || !URL.canParse(origin)) return false;
  if (origin === new URL(publicUrl).origin) return true;
  return new URL(origin).host === headers.get("host")?.toLowerCase();
}
