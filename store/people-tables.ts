import type { Generated } from "kysely";
import type { Key } from "./column-types.ts";

/** People who sign in, and their passwords: better-auth's tables, of which we write these two ourselves. */
export type AuthUserTable = {
  id: string;
  name: string;
  email: string;
  emailVerified: boolean;
  twoFactorEnabled: boolean | null;
  createdAt: Generated<Date>;
  updatedAt: Generated<Date>;
};
export type AuthAccountTable = {
  id: string;
  accountId: string;
  providerId: string;
  userId: string;
  password: string;
  updatedAt: Date;
};

export type StaffPersonTable = {
  account_id: Key;
  staff_id: string;
  person_id: string;
  joined_at: Generated<Date>;
};

export type StaffInvitationTable = {
  account_id: Key;
  staff_id: string;
  hash: Buffer;
  email: string;
  expires_at: Date;
};
