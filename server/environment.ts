import { resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import type { Bucket } from "../voicemail/keep-in-bucket.ts";
import type { Transcriber } from "../voicemail/transcribe.ts";

/** What the surroundings decide (architecture.md §5). */
export type Environment = {
  port: number;
  host: string;
  /** Absolute path. */
  dataFolder: string;
  /** Null: the embedded PostgreSQL in the data folder. */
  databaseUrl: string | null;
  /** The address that carriers call, without a slash at its end. Signatures are checked against it. */
  publicUrl: string;
  logLevel: string;
  /** How mail is sent; null: not at all. */
  mail: { smtpUrl: string; from: string } | null;
  /** Where recordings are kept; null: in the data folder. */
  bucket: Bucket | null;
  /** Who writes messages down; null: nobody. */
  transcriber: Transcriber | null;
};

/** A wrong environment variable, in words that name it. */
export class EnvironmentError extends Error {
  override name = "EnvironmentError";
}

const LEVELS = ["trace", "debug", "info", "warn", "error", "fatal", "silent"] as const;

const projectFolder = resolve(fileURLToPath(new URL("..", import.meta.url)));

const fields = z.object({
  SMTP_URL: z
    .url({
      protocol: /^smtps?$/,
      error: "expected the address of a mail server, for example smtp://user:password@mail.example.com:587",
    })
    .optional(),
  MAIL_FROM: z
    .string()
    .regex(/^[^\r\n]*@[^\r\n]+$/, "expected the sender of mails, for example Ringright <calls@example.com>")
    .optional(),
  PORT: z.coerce
    .number({ error: "expected a port, for example 8080" })
    .int("expected a whole number")
    .min(0, "expected a port from 0 to 65535")
    .max(65535, "expected a port from 0 to 65535")
    .default(8080),
  HOST: z.string().default("127.0.0.1"),
  RINGRIGHT_DATA: z.string().default("./data"),
  DATABASE_URL: z
    .string()
    .regex(
      /^postgres(ql)?:\/\//,
      "expected a PostgreSQL address, for example postgres://user:password@host/database",
    )
    .optional(),
  PUBLIC_URL: z
    .url({
      protocol: /^https?$/,
      error: "expected the address that carriers call, for example https://calls.example.com",
    })
    .refine((url) => !/[?#]/.test(url), "expected an address without ? or #")
    .optional(),
  RINGRIGHT_S3_BUCKET: z
    .string()
    .regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, "expected the name of a bucket, for example acme-recordings")
    .optional(),
  RINGRIGHT_S3_ENDPOINT: z
    .url({
      protocol: /^https?$/,
      error:
        "expected the address of an S3-compatible server, for example https://s3.eu-central-1.amazonaws.com",
    })
    .refine((url) => !/[?#]/.test(url), "expected an address without ? or #")
    .optional(),
  RINGRIGHT_S3_REGION: z
    .string()
    .regex(/^[a-z0-9-]+$/, "expected a region, for example eu-central-1")
    .default("us-east-1"),
  RINGRIGHT_TRANSCRIBE_URL: z
    .url({
      protocol: /^https?$/,
      error:
        "expected the address of a service that writes speech down, for example http://127.0.0.1:9000/transcribe",
    })
    .optional(),
  RINGRIGHT_TRANSCRIBE_TOKEN: z.string().optional(),
  RINGRIGHT_TRANSCRIBE_COMMAND: z.string().transform(readCommand).optional(),
  AWS_ACCESS_KEY_ID: z.string().optional(),
  AWS_SECRET_ACCESS_KEY: z.string().optional(),
  AWS_SESSION_TOKEN: z.string().optional(),
  LOG_LEVEL: z.enum(LEVELS, { error: `expected one of ${LEVELS.join(", ")}` }).default("info"),
});
/** Words between spaces; as a JSON list, also words that have spaces in them. No shell reads it. */
function readCommand(written: string, context: z.RefinementCtx): string[] {
  const words = written.trim().startsWith("[") ? readList(written) : written.trim().split(/\s+/);
  if (words !== null && words[0] !== undefined && words[0] !== "") return words;
  context.addIssue(
    'expected a program with its arguments, for example /usr/local/bin/write-down --quiet, or as a list: ["/opt/my tools/write-down"]',
  );
  return z.NEVER;
}

function readList(written: string): string[] | null {
  try {
    const list: unknown = JSON.parse(written);
    return Array.isArray(list) && list.every((word) => typeof word === "string") ? list : null;
  } catch {
    return null;
  }
}

const S3_NEEDS = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] as const;
const withMail = fields.refine(
  ({ SMTP_URL, MAIL_FROM }) => SMTP_URL === undefined || MAIL_FROM !== undefined,
  {
    path: ["MAIL_FROM"],
    error:
      "is required with SMTP_URL: expected the sender of mails, for example Ringright <calls@example.com>",
  },
);
const schema = withMail.superRefine((given, context) => {
  if (given.RINGRIGHT_TRANSCRIBE_COMMAND !== undefined && given.RINGRIGHT_TRANSCRIBE_URL !== undefined) {
    const message = "expected either this or RINGRIGHT_TRANSCRIBE_URL, not both";
    context.addIssue({ code: "custom", path: ["RINGRIGHT_TRANSCRIBE_COMMAND"], message });
  }
  if (given.RINGRIGHT_S3_BUCKET === undefined) return;
  for (const name of S3_NEEDS) {
    if (given[name] === undefined)
      context.addIssue({ code: "custom", path: [name], message: "is required with RINGRIGHT_S3_BUCKET" });
  }
});

/** Reads the environment; throws EnvironmentError that names each wrong variable and what is expected. */
export function readEnvironment(env: NodeJS.ProcessEnv): Environment {
  const given = Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim() !== ""));
  const parsed = schema.safeParse(given);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
    throw new EnvironmentError(lines.join("\n"));
  }
  const { PORT, HOST, RINGRIGHT_DATA, DATABASE_URL, PUBLIC_URL, LOG_LEVEL, SMTP_URL, MAIL_FROM } =
    parsed.data;
  return {
    port: PORT,
    host: HOST,
    dataFolder: resolve(projectFolder, RINGRIGHT_DATA),
    databaseUrl: DATABASE_URL ?? null,
    publicUrl: (PUBLIC_URL ?? `http://${HOST}:${PORT}`).replace(/\/+$/, ""),
    logLevel: LOG_LEVEL,
    mail: SMTP_URL === undefined || MAIL_FROM === undefined ? null : { smtpUrl: SMTP_URL, from: MAIL_FROM },
    bucket: bucketOf(parsed.data),
    transcriber: transcriberOf(parsed.data),
  };
}

function transcriberOf(given: z.output<typeof schema>): Transcriber | null {
  const { RINGRIGHT_TRANSCRIBE_URL: url, RINGRIGHT_TRANSCRIBE_TOKEN: token } = given;
  const { RINGRIGHT_TRANSCRIBE_COMMAND: command } = given;
  if (command !== undefined) return { command };
  return url === undefined ? null : { url, token: token ?? null };
}

function bucketOf(given: z.output<typeof schema>): Bucket | null {
  const { RINGRIGHT_S3_BUCKET: name, RINGRIGHT_S3_REGION: region, RINGRIGHT_S3_ENDPOINT: endpoint } = given;
  if (name === undefined) return null;
  return {
    name,
    region,
    endpoint: (endpoint ?? `https://s3.${region}.amazonaws.com`).replace(/\/+$/, ""),
    accessKeyId: given.AWS_ACCESS_KEY_ID ?? "",
    secretAccessKey: given.AWS_SECRET_ACCESS_KEY ?? "",
    sessionToken: given.AWS_SESSION_TOKEN ?? null,
  };
}
