/** An answer other than the one asked for, in the server's own words. */
export class Refusal extends Error {
  override name = "Refusal";
  readonly status: number;
  readonly code: string;
  readonly fields: Readonly<Record<string, string>>;
  /** After `stale`: the item as it is now. */
  readonly current: Record<string, unknown> | null;
  constructor(status: number, body: ErrorBody) {
    super(body.message);
    this.status = status;
    this.code = body.code;
    this.fields = body.fields ?? {};
    this.current = body.current ?? null;
  }
}

type ErrorBody = {
  code: string;
  message: string;
  fields?: Record<string, string>;
  current?: Record<string, unknown>;
};

export type Ask = {
  method?: "GET" | "POST" | "PATCH" | "DELETE";
  body?: unknown;
  /** The version that is to be changed; refused as stale if it is not the one that is there. */
  version?: string | undefined;
  signal?: AbortSignal;
};

/** Asks the server, and gives its JSON answer. Throws a Refusal for every answer but success. */
export async function ask<T>(path: string, { method = "GET", body, version, signal }: Ask = {}): Promise<T> {
  const isFile = body instanceof Blob;
  const headers: Record<string, string> = { "x-ringright": "1" };
  if (body !== undefined) headers["content-type"] = isFile ? typeOf(body) : "application/json";
  if (version !== undefined) headers["if-match"] = `"${version}"`;
  let response: Response;
  try {
    response = await fetch(path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Refusal(0, { code: "unreachable", message: "The server can't be reached. Are you online?" });
  }
  const text = await response.text();
  const answer = parse(text);
  if (!response.ok) throw new Refusal(response.status, readError(answer, response));
  return answer as T;
}

/** Browsers call CSV files by many names; audio and pictures by their own. */
function typeOf(file: Blob): string {
  return /^(audio|image)\//.test(file.type) ? file.type : "text/csv";
}

function parse(text: string): unknown {
  try {
    return text === "" ? null : JSON.parse(text);
  } catch {
    return null;
  }
}

/** The API wraps its errors; those of signing in come bare. */
function readError(answer: unknown, response: Response): ErrorBody {
  const outer = answer as { error?: ErrorBody; code?: string; message?: string } | null;
  const inner = outer?.error;
  if (inner !== null && typeof inner === "object") return inner;
  return {
    code: outer?.code ?? String(response.status),
    message: outer?.message ?? `The server answered ${response.status}.`,
  };
}

/** The address of something of an account. */
export function accountPath(slug: string, path = "", query: Query = {}): string {
  return `/api/v1/accounts/${encodeURIComponent(slug)}${path}${queryString(query)}`;
}

export type Query = Record<string, string | number | boolean | null | undefined>;

export function queryString(query: Query): string {
  const words = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== null && value !== "") words.set(key, String(value));
  }
  const text = words.toString();
  return text === "" ? "" : `?${text}`;
}

/** What to tell a person about something that went wrong. */
export function explain(error: unknown): string {
  if (error instanceof Refusal) return capital(error.message);
  return error instanceof Error ? error.message : String(error);
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
