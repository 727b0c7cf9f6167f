/**
 * Says what an existing node_modules is good for: "full", "production" (no development packages), or undefined
 * if anything needed is missing or of another version.
 * @param {{packages?: Record<string, any>} | undefined} wanted package-lock.json
 * @param {{packages?: Record<string, any>} | undefined} found node_modules/.package-lock.json, npm's note of what it installed
 * @returns {"full" | "production" | undefined}
 */
export function installedKind(wanted, found) {
  if (wanted?.packages === undefined || found?.packages === undefined) return undefined;
  let kind = /** @type {"full" | "production"} */ ("full");
  for (const [path, entry] of Object.entries(wanted.packages)) {
    if (path === "") continue;
    const installed = found.packages[path];
    if (installed === undefined) {
      if (entry.optional && !isForThisMachine(entry)) continue;
      if (!entry.dev && !entry.devOptional) return undefined;
      kind = "production";
    } else if (installed.version !== entry.version || installed.integrity !== entry.integrity)
      return undefined;
  }
  return kind;
}

/**
 * Optional packages are mostly binaries for one platform. Those that name no platform, or a C library, are left
 * to npm's judgement.
 * @param {{os?: string | string[], cpu?: string | string[], libc?: unknown}} entry
 */
function isForThisMachine(entry) {
  if (entry.os === undefined || entry.cpu === undefined || entry.libc !== undefined) return false;
  return [entry.os].flat().includes(process.platform) && [entry.cpu].flat().includes(process.arch);
}
