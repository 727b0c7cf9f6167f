import { cpus, loadavg, release, totalmem, type } from "node:os";

/** The machine and what runs on it, in one line each. */
export function describeMachine(postgres: string): string[] {
  const processors = cpus();
  const gigabytes = Math.round(totalmem() / 1024 ** 3);
  return [
    `machine      ${processors.length} × ${processors[0]?.model.trim() ?? "unknown processor"}, ${gigabytes} GB, ${type()} ${release()}`,
    `before       load average ${loadavg()[0]?.toFixed(2)} (what others do on these processors)`,
    `programs     Node ${process.version}, PostgreSQL ${postgres}, durable (fsync, synchronous commit, full page writes)`,
  ];
}
