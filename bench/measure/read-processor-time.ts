import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** Milliseconds of processor time since some start: of each process, and of the whole machine. Linux only. */
export type ProcessorTime = { machine: number; capacity: number; processes: Map<number, Spent> };

type Spent = { parent: number; ms: number };

/** Reads what all processes have used so far; null where the system does not tell. */
export function readProcessorTime(): ProcessorTime | null {
  if (process.platform !== "linux") return null;
  const [, ...fields] = (/^cpu .*/.exec(readFileSync("/proc/stat", "utf8"))?.[0] ?? "").split(/\s+/);
  const [user = 0, nice = 0, system = 0, idle = 0, wait = 0, interrupts = 0, soft = 0, stolen = 0] =
    fields.map((ticks) => Number(ticks) * msPerTick());
  const machine = user + nice + system + interrupts + soft + stolen;
  const processes = new Map<number, Spent>();
  for (const name of readdirSync("/proc")) {
    const spent = /^\d+$/.test(name) ? readOne(name) : null;
    if (spent !== null) processes.set(Number(name), spent);
  }
  return { machine, capacity: machine + idle + wait, processes };
}

function readOne(pid: string): Spent | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    // The program's name stands in brackets, and may hold anything (proc(5)).
    const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    return { parent: Number(fields[1]), ms: (Number(fields[11]) + Number(fields[12])) * msPerTick() };
  } catch {
    // It ended while we looked.
    return null;
  }
}

/** What a run used: by the server, by the database, by the load, and by others, as a share of the machine. */
export type Usage = { server: number; database: number; load: number; othersShare: number };

/** The difference of two readings. Milliseconds; `pids` say who is who. */
export function usedBetween(
  before: ProcessorTime | null,
  after: ProcessorTime | null,
  pids: { server: number; postmaster: number; load: number },
): Usage | null {
  if (before === null || after === null) return null;
  const of = (choose: (pid: number, spent: Spent) => boolean) => {
    let sum = 0;
    for (const [pid, spent] of after.processes) {
      if (choose(pid, spent)) sum += spent.ms - (before.processes.get(pid)?.ms ?? 0);
    }
    return sum;
  };
  const server = of((pid) => pid === pids.server);
  const load = of((pid) => pid === pids.load);
  const database = of((pid, { parent }) => pid === pids.postmaster || parent === pids.postmaster);
  const ours = server + load + database + of((pid) => pid === process.pid);
  const others = after.machine - before.machine - ours;
  return { server, database, load, othersShare: Math.max(others / (after.capacity - before.capacity), 0) };
}

let tick = 0;

function msPerTick(): number {
  if (tick === 0) tick = 1000 / Number(execFileSync("getconf", ["CLK_TCK"], { encoding: "utf8" }));
  return tick;
}
