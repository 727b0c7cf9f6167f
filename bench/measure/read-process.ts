import { readdir, readFile, readlink } from "node:fs/promises";

/** Megabytes of memory that a process holds now, and the most it ever held. */
export type Memory = { now: number; most: number };

/** Reads a process's memory. Linux only: null elsewhere. */
export async function readMemory(pid: number): Promise<Memory | null> {
  const status = await readFile(`/proc/${pid}/status`, "utf8").catch(() => null);
  if (status === null) return null;
  const line = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, "m").exec(status)?.[1] ?? 0) / 1024;
  return { now: line("VmRSS"), most: line("VmHWM") };
}

/** The sockets that a process has open. Linux only: null elsewhere. */
export async function countSockets(pid: number): Promise<number | null> {
  const folder = `/proc/${pid}/fd`;
  const names = await readdir(folder).catch(() => null);
  if (names === null) return null;
  const targets = await Promise.all(names.map((name) => readlink(`${folder}/${name}`).catch(() => "")));
  return targets.filter((target) => target.startsWith("socket:")).length;
}
