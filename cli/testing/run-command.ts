import type { Environment } from "../../server/environment.ts";
import type { Database } from "../../store/open-database.ts";
import { runCli } from "../run-cli.ts";

export type Ran = { code: number; out: string; err: string };

/** Runs a command line against a test's database, with files that are given as text. */
export async function runCommand(
  database: Database,
  args: readonly string[],
  files: Record<string, string> = {},
  send: typeof fetch = async () => Response.error(),
): Promise<Ran> {
  const ran = { code: 0, out: "", err: "" };
  const environment: Environment = {
    port: 8080,
    host: "127.0.0.1",
    dataFolder: process.cwd(),
    databaseUrl: null,
    publicUrl: "http://127.0.0.1:8080",
    logLevel: "silent",
    mail: null,
    bucket: null,
    transcriber: null,
    privateWebhooks: false,
  };
  ran.code = await runCli(args, {
    out: async (text) => {
      ran.out += text;
    },
    err: (text) => {
      ran.err += text;
    },
    environment: () => environment,
    publicUrlIsSet: false,
    fetch: send,
    near: (path) => path,
    readFile: async (path) => {
      const text = files[path];
      if (text === undefined) throw new Error("no such file");
      return text;
    },
    database: async () => database,
  });
  return ran;
}
