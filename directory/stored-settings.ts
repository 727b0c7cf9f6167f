import type {
  AccountSettings,
  CarrierSettings,
  NumberSettings,
  StaffSettings,
  WebhookSettings,
} from "./settings-schema.ts";

/** One thing as it is stored: its row's key, and its settings in the file's form. */
export type Stored<T> = { id: string; settings: T };

/** A stored thing with the version it has: opaque text, another one after every change. */
export type Versioned<T> = Stored<T> & { version: string };

/** An account as it is stored, without its leads, which may be many. */
export type StoredAccount = {
  id: string;
  settingsVersion: string;
  /** The version of the account's own settings. */
  version: string;
  account: AccountSettings;
  carriers: Versioned<CarrierSettings>[];
  staff: Versioned<StaffSettings>[];
  numbers: Versioned<NumberSettings>[];
  webhooks: Versioned<WebhookSettings>[];
  /** The ids of greetings that were uploaded. */
  greetings: ReadonlySet<string>;
};

/** What other accounts of the installation hold, of that which may be held only once: value → slug. */
export type Elsewhere = { carriers: ReadonlyMap<string, string>; numbers: ReadonlyMap<string, string> };
