import { join } from "node:path";
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
import { joinSettings, type SettingsPart } from "../store/read-known-settings.ts";
import { type Packed, pack, readValues, unpack, writeValues } from "./last-known-file.ts";

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
  learn(settings: AsyncIterable<SettingsPart>): Promise<void>;
  /** Takes leads to remember instead of those before. */
  learnLeads(leads: PackedLeads): Promise<void>;
};

/** `at`: when it ended, in milliseconds. */
export type SilentCall = { accountId: string; phone: E164; at: number };

/** Silent calls remembered since settings were last read; more in so short a time are no caller's but an attack's. */
const NOTED_MAX = 10_000;

/** Leads to remember, the newest first, some at a time. */
export type PackedLeads = readonly Packed<SnapshotLead[]>[];

/** Settings as they are kept for when the database is away; the secret and the carriers are asked for at all times. */
type PackedSettings = {
  secret: Buffer;
  carriers: CarrierConnection[];
  parts: readonly Packed<SettingsPart>[];
};

/** Packs settings part by part: of what is read, hardly more than a part is there at any time. */
async function packSettings(read: AsyncIterable<SettingsPart>): Promise<PackedSettings> {
  let secret = "";
  const carriers: CarrierConnection[] = [];
  const parts: Packed<SettingsPart>[] = [];
  for await (const part of read) {
    secret = part.secret ?? secret;
    carriers.push(...(part.carriers ?? []));
    parts.push(await pack(part));
  }
  return { secret: Buffer.from(secret, "base64"), carriers, parts };
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
  let settings = await readSettings(settingsFile).catch(none);
  let leads: PackedLeads = (await readLeads(leadsFile).catch(none)) ?? [];
  let carriers = new Map<string, CarrierConnection>();
  let index: SettingsIndex | null = null;
  let noted: SilentCall[] = [];
  let written = settings?.parts ?? null;
  let writing: Promise<void> = Promise.resolve();

  /** One file at a time: two writers of one would take each other's half. Gives whether it was written. */
  function write(file: string, values: readonly Packed<unknown>[]): Promise<boolean> {
    const turn = writing.then(() => writeValues(file, values));
    writing = turn.catch(onUnwritten);
    return turn.then(
      () => true,
      () => false,
    );
  }

  function use(read: PackedSettings): void {
    carriers = new Map(read.carriers.map((carrier) => [carrier.id, carrier]));
    index = null;
    settings = read;
  }

  /** Indexed when first needed: most nodes never lose their database. */
  function ready(): SettingsIndex | null {
    if (index === null && settings !== null) {
      index = indexSettings(joinSettings(settings.parts.map(unpack)), canShowCaller);
      for (const part of leads) for (const lead of unpack(part)) index.addLead(lead);
      for (const { accountId, phone, at } of noted) index.addSilentCall(accountId, phone, at);
    }
    return index;
  }

  if (settings !== null) use(settings);
  return {
    get secret() {
      return settings?.secret ?? null;
    },
    carrier: (id) => carriers.get(id),
    carriers: () => carriers.values(),
    find: (call) => ready()?.find(call) ?? null,
    noteSilentCall(call) {
      if (noted.length >= NOTED_MAX) return;
      noted.push(call);
      index?.addSilentCall(call.accountId, call.phone, call.at);
    },
    async learn(stored) {
      const read = await packSettings(stored);
      // What the database was told is in what was read, also that somebody was let through again.
      noted = [];
      use(read);
      if (written !== null && areEqual(written, read.parts)) return;
      if (await write(settingsFile, read.parts)) written = read.parts;
    },
    async learnLeads(read) {
      leads = read;
      index = null;
      await write(leadsFile, read);
    },
  };
}

/** Missing at the first start, or torn by a crash of the machine: then the database must say. */
function none(): null {
  return null;
}

function areEqual(some: readonly Buffer[], others: readonly Buffer[]): boolean {
  return some.length === others.length && some.every((one, place) => others[place]?.equals(one) === true);
}

/** Without their secret they are none: nothing can be proven. */
async function readSettings(path: string): Promise<PackedSettings | null> {
  const settings = await packSettings(readValues(path));
  return settings.secret.length === 0 ? null : settings;
}

async function readLeads(path: string): Promise<PackedLeads> {
  const leads: Packed<SnapshotLead[]>[] = [];
  for await (const part of readValues(path, parseLeads)) leads.push(await pack(part));
  return leads;
}

/** Each line is a list of its own; before, all of them were one, with commas between the lines. */
function parseLeads(line: string): SnapshotLead[] {
  return JSON.parse(`[${line.replace(/^\[|[\],]$/g, "")}]`);
}
