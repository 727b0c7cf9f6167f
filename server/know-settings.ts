import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { constants, deflateRaw, inflateRawSync } from "node:zlib";
import type { CarrierConnection } from "../carriers/carrier-connection.ts";
import {
  type AskedCall,
  indexSettings,
  type SettingsIndex,
  type SnapshotFacts,
  type SnapshotLead,
} from "../directory/settings-snapshot.ts";
import type { E164 } from "../routing/values.ts";
import { canShowCaller } from "../store/read-facts.ts";
import type { StoredSettings } from "../store/read-known-settings.ts";

/** The settings that this node knows, whether the database is there or not. */
export type KnownSettings = {
  /** Null before any settings are known: the node can't route yet. */
  readonly secret: Buffer | null;
  carrier(id: string): CarrierConnection | undefined;
  carriers(): Iterable<CarrierConnection>;
  find(call: AskedCall): SnapshotFacts | null;
  /** Somebody called without a word: it counts where the database can't be asked. */
  noteSilentCall(call: SilentCall): void;
  /** Takes newly read settings, keeping the leads that are remembered. */
  learn(settings: StoredSettings): Promise<void>;
  /** Takes leads to remember instead of those before: the newest first, packed by `packLeads`. */
  learnLeads(leads: readonly PackedLeads[]): Promise<void>;
};

/** `at`: when it ended, in milliseconds. */
export type SilentCall = { accountId: string; phone: E164; at: number };

/** Silent calls remembered since settings were last read; more in so short a time are no caller's but an attack's. */
const NOTED_MAX = 10_000;

/**
 * Leads as JSON, compressed and outside of V8's heap: as objects they would be most of what the collector of garbage walks
 * through while callers wait, and they are needed only where the database is away.
 */
export type PackedLeads = Buffer & { readonly packed: "leads" };

export async function packLeads(leads: readonly SnapshotLead[]): Promise<PackedLeads> {
  return (await pack(JSON.stringify(leads).slice(1, -1))) as PackedLeads;
}

function unpackLeads(part: PackedLeads): SnapshotLead[] {
  return JSON.parse(`[${inflateRawSync(part)}]`);
}

const deflate = promisify<string, { level: number }, Buffer>(deflateRaw);

/** Soon rather than as small as can be, and in a thread of its own. */
function pack(text: string): Promise<Buffer> {
  return deflate(text, { level: constants.Z_BEST_SPEED });
}

/**
 * Settings as last known, kept in memory and in the data folder: so that calls ring when the
 * database is away, even where it was away already when this process started. Where the files can't
 * be written, memory has to do: `onUnwritten` is told, and nothing else changes.
 */
export async function knowSettings(
  dataFolder: string,
  onUnwritten: (error: unknown) => void,
): Promise<KnownSettings> {
  const settingsFile = join(dataFolder, "last-known-settings.json");
  const leadsFile = join(dataFolder, "last-known-leads.json");
  // Packed as the leads are: of all this only the secret and the carriers are asked for while the database is there.
  let settings: Buffer | null = null;
  let leads: readonly PackedLeads[] = await readLeads(leadsFile);
  let secret: Buffer | null = null;
  let carriers = new Map<string, CarrierConnection>();
  let index: SettingsIndex | null = null;
  let noted: SilentCall[] = [];
  let written: Buffer | null = null;
  let writing: Promise<void> = Promise.resolve();

  /** One file at a time: two writers of one would take each other's half. Gives whether it was written. */
  function write(file: string, text: string | Iterable<string | Buffer>): Promise<boolean> {
    const turn = writing.then(() => writePrivately(file, text));
    writing = turn.catch(onUnwritten);
    return turn.then(
      () => true,
      () => false,
    );
  }

  function use(read: StoredSettings, packed: Buffer): void {
    secret = Buffer.from(read.secret, "base64");
    carriers = new Map(read.carriers.map((carrier) => [carrier.id, carrier]));
    index = null;
    settings = packed;
  }

  /** Indexed when first needed: most nodes never lose their database. */
  function ready(): SettingsIndex | null {
    if (index === null && settings !== null) {
      index = indexSettings(JSON.parse(inflateRawSync(settings).toString()) as StoredSettings, canShowCaller);
      for (const part of leads) for (const lead of unpackLeads(part)) index.addLead(lead);
      for (const { accountId, phone, at } of noted) index.addSilentCall(accountId, phone, at);
    }
    return index;
  }

  const known = await readJson<StoredSettings>(settingsFile);
  if (known !== null) {
    written = await pack(JSON.stringify(known));
    use(known, written);
  }
  return {
    get secret() {
      return secret;
    },
    carrier: (id) => carriers.get(id),
    carriers: () => carriers.values(),
    find: (call) => ready()?.find(call) ?? null,
    noteSilentCall(call) {
      if (noted.length >= NOTED_MAX) return;
      noted.push(call);
      index?.addSilentCall(call.accountId, call.phone, call.at);
    },
    async learn(read) {
      // What the database was told is in what was read, also that somebody was let through again.
      noted = [];
      const text = JSON.stringify(read);
      const packed = await pack(text);
      if (written?.equals(packed) === true) return use(read, written);
      use(read, packed);
      if (await write(settingsFile, text)) written = packed;
    },
    async learnLeads(read) {
      leads = read;
      index = null;
      await write(leadsFile, writeParts(read));
    },
  };
}

async function readJson<T>(path: string): Promise<T | null> {
  try {
    return JSON.parse(await readFile(path, "utf8")) as T;
  } catch {
    // Missing at the first start, or torn by a crash of the machine: then the database must say.
    return null;
  }
}

/** The files hold credentials and people's phones: for their owner only. Replaced whole or not at all. */
async function writePrivately(path: string, text: string | Iterable<string | Buffer>): Promise<void> {
  await writeFile(`${path}.new`, text, { mode: 0o600, flush: true });
  await rename(`${path}.new`, path);
}

/** The file is one JSON array, its parts a line each. */
function* writeParts(leads: readonly PackedLeads[]): Generator<string | Buffer> {
  for (const [place, part] of leads.entries()) {
    yield place === 0 ? "[" : ",\n";
    yield inflateRawSync(part);
  }
  yield leads.length === 0 ? "[]" : "]";
}

async function readLeads(path: string): Promise<PackedLeads[]> {
  const leads = await readJson<SnapshotLead[]>(path);
  return leads === null || leads.length === 0 ? [] : [await packLeads(leads)];
}
