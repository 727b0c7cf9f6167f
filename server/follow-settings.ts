import { StoreUnavailable } from "../calls/ports.ts";
import type { SnapshotLead } from "../directory/settings-snapshot.ts";
import type { Database } from "../store/open-database.ts";
import { readKnownSettings, readRecentLeads } from "../store/read-known-settings.ts";
import type { DatabaseGuard } from "./guard-database.ts";
import type { KnownSettings } from "./know-settings.ts";
import { type Packed, pack } from "./last-known-file.ts";

/** Keeps what a node knows of the settings up to date with the database. */
export type SettingsFollower = {
  /** Reads settings again at once; several who ask meanwhile wait for one reading. */
  refresh(): Promise<void>;
  /** Somebody changed settings or leads: settings are read at once, leads when it is their turn. */
  changed(): Promise<void>;
  /** Reads the leads to remember, if they changed and it is their turn. */
  rememberLeads(whenever?: "now"): void;
  /** Waits for what is under way. */
  stop(): Promise<void>;
};

const LEADS_EVERY_MS = 30_000;
/** Reading the leads to remember may take this share of the time at most: of a million it takes a second. */
const LEADS_SHARE = 1 / 200;

/** Follows the settings; `pool` is for work in the background, so that no call waits for it. */
export function followSettings(parts: {
  known: KnownSettings;
  guard: DatabaseGuard;
  pool: Database["pool"];
  /** Told of what failed other than by the database being away. */
  onError: (error: unknown) => void;
}): SettingsFollower {
  const { known, guard, pool } = parts;
  let leadsDue = 0;
  let leadsChanged = true;
  let refreshing: Promise<void> | null = null;
  let again = false;
  let remembering: Promise<void> | null = null;

  async function refresh(): Promise<void> {
    // A change that comes while reading may have been missed by it: read once more.
    again = true;
    refreshing ??= (async () => {
      try {
        while (again) {
          again = false;
          await guard.run(() => known.learn(readKnownSettings(pool)));
        }
      } finally {
        refreshing = null;
      }
    })();
    return refreshing;
  }

  async function readLeads(): Promise<void> {
    const began = performance.now();
    leadsChanged = false;
    const leads: Packed<SnapshotLead[]>[] = [];
    await readRecentLeads(pool, async (chunk) => void leads.push(await pack(chunk)));
    await known.learnLeads(leads);
    leadsDue = performance.now() + Math.max(LEADS_EVERY_MS, (performance.now() - began) / LEADS_SHARE);
  }

  return {
    refresh,
    changed() {
      leadsChanged = true;
      return refresh();
    },
    rememberLeads(whenever) {
      if (whenever !== "now" && !(leadsChanged && performance.now() > leadsDue)) return;
      remembering ??= guard
        .run(readLeads)
        .catch((error: unknown) => {
          leadsChanged = true;
          if (!(error instanceof StoreUnavailable)) parts.onError(error);
        })
        .finally(() => {
          remembering = null;
        });
    },
    async stop() {
      await refreshing?.catch(() => {});
      await remembering;
    },
  };
}
