import { BlockList, isIP } from "node:net";

/**
 * Addresses that are nobody's on the open network: this machine, private and link-local networks (where clouds tell
 * machines their secrets), and what the IANA registries of special-purpose addresses keep for themselves.
 */
const CLOSED = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  CLOSED.addSubnet(network, prefix, "ipv4");
for (const [network, prefix] of [
  // Unspecified, this machine, and IPv4 in other clothes.
  ["::", 96],
  ["64:ff9b::", 96],
  ["64:ff9b:1::", 48],
  ["100::", 64],
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
  ["5f00::", 16],
  ["fc00::", 7],
  ["fe80::", 10],
  ["fec0::", 10],
  ["ff00::", 8],
] as const)
  CLOSED.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is not on the open network. What is no address counts as such. */
export function isPrivateAddress(address: string): boolean {
  const version = isIP(address);
  if (version === 0) return true;
  if (version === 4) return CLOSED.check(address, "ipv4");
  // ::ffff:10.0.0.1 is 10.0.0.1: BlockList asks the IPv4 networks for those itself.
  return CLOSED.check(address, "ipv6");
}

/** Whether the host of an address says by itself that it is private: localhost, or such an IP address. */
export function isPrivateHost(hostname: string): boolean {
  const host = bareHost(hostname);
  if (isIP(host) !== 0) return isPrivateAddress(host);
  return /^(.+\.)?(localhost|local|internal)\.?$/i.test(host) || !host.includes(".");
}

/** A host without the brackets that IPv6 has in URLs. */
export function bareHost(hostname: string): string {
  return hostname.replace(/^\[(.*)\]$/, "$1");
}
