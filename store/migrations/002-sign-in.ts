import { type Kysely, sql } from "kysely";

/**
 * Sign-in. Tables that begin with `auth_` are better-auth's, as the installed version expects them
 * (decision 012; server/sign-in/fit-tables.test.ts proves it); the other three are ours. A person is
 * an `auth_user`; `staff_person` says which staff member of which account they have become.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db);
}

const STATEMENTS = [
  `CREATE TABLE auth_user (
    id text PRIMARY KEY,
    name text NOT NULL,
    email text NOT NULL UNIQUE,
    "emailVerified" boolean NOT NULL,
    image text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now(),
    "twoFactorEnabled" boolean
  )`,

  `CREATE TABLE auth_session (
    id text PRIMARY KEY,
    "expiresAt" timestamptz NOT NULL,
    token text NOT NULL UNIQUE,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL,
    "ipAddress" text,
    "userAgent" text,
    "userId" text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE
  )`,
  `CREATE INDEX "auth_session_userId_idx" ON auth_session ("userId")`,

  // A person's way to sign in (their password), not an account in our sense.
  `CREATE TABLE auth_account (
    id text PRIMARY KEY,
    "accountId" text NOT NULL,
    "providerId" text NOT NULL,
    "userId" text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
    "accessToken" text,
    "refreshToken" text,
    "idToken" text,
    "accessTokenExpiresAt" timestamptz,
    "refreshTokenExpiresAt" timestamptz,
    scope text,
    password text,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL
  )`,
  `CREATE INDEX "auth_account_userId_idx" ON auth_account ("userId")`,

  `CREATE TABLE auth_verification (
    id text PRIMARY KEY,
    identifier text NOT NULL,
    value text NOT NULL,
    "expiresAt" timestamptz NOT NULL,
    "createdAt" timestamptz NOT NULL DEFAULT now(),
    "updatedAt" timestamptz NOT NULL DEFAULT now()
  )`,
  "CREATE INDEX auth_verification_identifier_idx ON auth_verification (identifier)",

  `CREATE TABLE auth_two_factor (
    id text PRIMARY KEY,
    secret text NOT NULL,
    "backupCodes" text NOT NULL,
    "userId" text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
    verified boolean,
    "failedVerificationCount" integer,
    "lockedUntil" timestamptz
  )`,
  "CREATE INDEX auth_two_factor_secret_idx ON auth_two_factor (secret)",
  `CREATE INDEX "auth_two_factor_userId_idx" ON auth_two_factor ("userId")`,

  `CREATE TABLE auth_rate_limit (
    id text PRIMARY KEY,
    key text NOT NULL UNIQUE,
    count integer NOT NULL,
    "lastRequest" bigint NOT NULL
  )`,

  `CREATE TABLE staff_person (
    account_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    person_id text NOT NULL REFERENCES auth_user (id) ON DELETE CASCADE,
    joined_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (account_id, staff_id),
    FOREIGN KEY (account_id, staff_id) REFERENCES staff (account_id, id) ON DELETE CASCADE
  )`,
  "CREATE INDEX staff_person_person ON staff_person (person_id)",

  // One for each staff member: a new invitation takes the old one's place.
  `CREATE TABLE staff_invitation (
    account_id bigint NOT NULL,
    staff_id bigint NOT NULL,
    hash bytea NOT NULL UNIQUE,
    email text NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (account_id, staff_id),
    FOREIGN KEY (account_id, staff_id) REFERENCES staff (account_id, id) ON DELETE CASCADE
  )`,

  `CREATE TABLE first_run_token (
    hash bytea PRIMARY KEY,
    made_at timestamptz NOT NULL DEFAULT now()
  )`,
];
