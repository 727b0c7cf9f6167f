/** What the servers are told that carriers call: the address that requests are signed for. */
export const PUBLIC_URL = "https://calls.example.com";
