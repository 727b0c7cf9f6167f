import { expect, test } from "vitest";
import { isPrivateAddress, isPrivateHost } from "./private-address.ts";

test.each([
  "8.8.8.8",
  "1.1.1.1",
  "192.0.1.1",
  "172.32.0.1",
  "2606:4700::1111",
  "2001:4860:4860::8888",
  "::ffff:8.8.8.8",
])("%s is on the open network", (address) => expect(isPrivateAddress(address)).toBe(false));

test.each([
  "127.0.0.1",
  "127.9.9.9",
  "0.0.0.0",
  "10.1.2.3",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  // Where clouds tell their machines' secrets.
  "169.254.169.254",
  "fd00:ec2::254",
  "224.0.0.1",
  "255.255.255.255",
  "::",
  "::1",
  "fe80::1",
  "fc00::1",
  "ff02::1",
  "::ffff:127.0.0.1",
  "::ffff:169.254.169.254",
  "::127.0.0.1",
  "64:ff9b::a9fe:a9fe",
  "2002:7f00:1::",
  "no address",
])("%s is not", (address) => expect(isPrivateAddress(address)).toBe(true));

test.each([
  ["localhost", true],
  ["crm.localhost", true],
  ["crm", true],
  ["printer.local", true],
  ["[::1]", true],
  ["10.0.0.1", true],
  ["crm.example.com", false],
  ["8.8.8.8", false],
  ["localhost.example.com", false],
])("the host %s says that it is private: %s", (host, said) => expect(isPrivateHost(host)).toBe(said));
