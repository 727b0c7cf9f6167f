/**
 * How much room Node gives to young objects, for a server that stays small: by default V8 lets this room
 * grow to 48 MB before it looks what is still used, a quarter of all that Ringright needs. A documented
 * option of every Node that runs Ringright (nodejs.org/api/cli.html).
 * @returns {string[]}
 */
export function memoryFlags() {
  return process.env.NODE_OPTIONS?.includes("--max-semi-space-size") ? [] : ["--max-semi-space-size=4"];
}
