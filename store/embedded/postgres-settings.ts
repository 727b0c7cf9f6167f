/** `small`: a durable database for one business. `test`: thrown away after the run, so it never waits for the disk. */
export type Profile = "small" | "test";

const COMMON = {
  // Ours plus the command line's connections; each costs memory only while it is open.
  max_connections: "60",
  shared_buffers: "32MB",
  // Calls that come together are made durable together: a megabyte, the default here, would fill up in between.
  wal_buffers: "4MB",
  unix_socket_permissions: "0700",
  timezone: "UTC",
  log_timezone: "UTC",
  // Statements carry phone numbers and names: they stay out of the log.
  log_min_error_statement: "panic",
  log_checkpoints: "off",
};

const DURABLE = { fsync: "on", synchronous_commit: "on", full_page_writes: "on" };
const THROWN_AWAY = {
  fsync: "off",
  synchronous_commit: "off",
  full_page_writes: "off",
  autovacuum: "off",
  // Tests run several servers at the same time.
  max_connections: "250",
};

/** The settings of a profile as `postgres -c name=value` arguments. */
export function postgresSettings(
  profile: Profile,
  major: number,
  listening: { host: string; port: number },
): string[] {
  const network =
    process.platform === "win32"
      ? { listen_addresses: listening.host }
      : { listen_addresses: "", unix_socket_directories: listening.host };
  const settings: Record<string, string> = {
    ...COMMON,
    ...(profile === "test" ? THROWN_AWAY : DURABLE),
    ...network,
    port: String(listening.port),
  };
  // Since 18 reads go through worker processes unless told otherwise: 9 MB for nothing on a small database.
  if (major >= 18) settings.io_method = "sync";
  return Object.entries(settings).flatMap(([name, value]) => ["-c", `${name}=${value}`]);
}

/**
 * The environment that PostgreSQL's programs get: nothing that would change what we asked for
 * (PGDATA, PGOPTIONS …), and English messages.
 */
export function postgresEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG|NODE_|MALLOC_)/.test(name));
  return { ...Object.fromEntries(kept), LC_ALL: "C" };
}
