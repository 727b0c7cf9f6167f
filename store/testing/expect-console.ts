/** What the running test declared; read by the set-up file that makes all other console output a failure. */
export const expectedNoise: RegExp[] = [];

/**
 * Declares that the running test prints a matching line, such as /console\.warn: .*deprecated/, and must.
 * Anything else a test prints makes it fail.
 */
export function expectConsole(pattern: RegExp): void {
  expectedNoise.push(pattern);
}
