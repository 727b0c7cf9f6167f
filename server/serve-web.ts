import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname, join, normalize, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { Hono } from "hono";

/** Where the launcher puts what it built of web/. */
export const WEB_FOLDER = fileURLToPath(new URL("../web/dist/", import.meta.url));

/** The addresses that the web app shows a page for; it reads them itself. */
const PAGES = ["/", "/first-run", "/sign-in", "/accept-invitation", "/reset-password", "/profile", "/a/*"];

const TYPES: Record<string, string> = {
  ".js": "text/javascript; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".svg": "image/svg+xml",
  ".png": "image/png",
  ".woff2": "font/woff2",
  ".json": "application/json",
};

/** What the build leaves in place of a nonce (web/vite.config.ts). */
const NONCE_MARK = /RINGRIGHT_NONCE/g;

const NOT_BUILT = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Ringright</title></head>
<body><h1>The web app is not built</h1>
<p>Calls are routed all the same. Start Ringright with <code>npm start</code>, which builds it, in a folder that can be written.</p>
</body></html>
`;

/**
 * What Twilio's voice SDK connects to: its signalling and its events, of every region, and the sounds that it plays.
 * https://www.twilio.com/docs/voice/sdks/javascript/content-security-policy
 */
const CALLS = {
  connect: " wss://*.twilio.com https://*.twilio.com",
  media: " mediastream: blob: https://sdk.twilio.com",
};

/** Styles alone have a nonce: the components' own are made at run time. Everything else is a file of ours. */
function policy(nonce: string, callsFromBrowser: boolean): string {
  const own = callsFromBrowser ? CALLS : { connect: "", media: "" };
  return [
    "default-src 'none'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    `connect-src 'self'${own.connect}`,
    "img-src 'self' data:",
    "font-src 'self'",
    `media-src 'self'${own.media}`,
    "frame-ancestors 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join("; ");
}

const SAFE = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
};

/** What the build has written beside its files (scripts/launch/build-web.mjs), by how it is called in HTTP. */
const WRITTEN = { br: ".br", gzip: ".gz", identity: "" } as const;
type Encoding = keyof typeof WRITTEN;

/** The web app's pages and files, to be mounted at /. */
export function serveWeb(
  folder: string = WEB_FOLDER,
  /** Whether calls can be made from browsers: only then may a page talk to the carrier. */
  callsFromBrowser: () => boolean = () => false,
): Hono {
  const app = new Hono();
  const files = keepFiles(folder);
  for (const page of PAGES) {
    app.get(page, async () => {
      // Read each time: a build may have replaced it, and it is a kilobyte.
      const html = await readFile(join(folder, "index.html"), "utf8").catch(() => null);
      const nonce = randomBytes(16).toString("base64");
      const headers = {
        ...SAFE,
        "content-type": "text/html; charset=utf-8",
        "content-security-policy": policy(nonce, callsFromBrowser()),
        "cache-control": "no-store",
      };
      if (html === null) return new Response(NOT_BUILT, { status: 503, headers });
      return new Response(html.replace(NONCE_MARK, nonce), { headers });
    });
  }
  const serveFile =
    (cache: string) => async (c: { req: { path: string; header(name: string): string | undefined } }) => {
      const encoding = chooseEncoding(c.req.header("accept-encoding") ?? "");
      const found = await files(c.req.path, encoding);
      if (found === null) return Response.json(nothingAt(c.req.path), { status: 404 });
      const headers: Record<string, string> = {
        ...SAFE,
        "content-type": found.type,
        "cache-control": cache,
        vary: "accept-encoding",
      };
      if (found.encoding !== "identity") headers["content-encoding"] = found.encoding;
      return new Response(new Uint8Array(found.body), { headers });
    };
  // Their names hold a hash of their content.
  app.get("/assets/*", serveFile("public, max-age=31536000, immutable"));
  app.get("/ringright.svg", serveFile("public, max-age=86400"));
  return app;
}

function nothingAt(path: string) {
  return { error: { code: "notFound", message: `there is nothing at ${path}` } };
}

function chooseEncoding(accepted: string): Encoding {
  if (/\bbr\b/.test(accepted)) return "br";
  return /\bgzip\b/.test(accepted) ? "gzip" : "identity";
}

type Served = { body: Buffer; type: string; encoding: Encoding };

/** Reads each file once; they are few, and named by their content. */
function keepFiles(folder: string): (path: string, encoding: Encoding) => Promise<Served | null> {
  const kept = new Map<string, Promise<Served | null>>();
  return (path, encoding) => {
    const key = `${encoding} ${path}`;
    let served = kept.get(key);
    if (served === undefined) {
      served = readServed(folder, path, encoding);
      kept.set(key, served);
      // What is not there now may be built later, and strangers may ask for any number of names.
      void served.then((found) => found === null && kept.delete(key));
    }
    return served;
  };
}

async function readServed(folder: string, path: string, wanted: Encoding): Promise<Served | null> {
  const file = normalize(join(folder, path));
  if (!file.startsWith(normalize(folder + sep).replace(/[\\/]+$/, sep))) return null;
  const type = TYPES[extname(file)];
  if (type === undefined) return null;
  const read = (encoding: Encoding) => readFile(file + WRITTEN[encoding]).catch(() => null);
  const body = await read(wanted);
  if (body !== null) return { body, type, encoding: wanted };
  // A picture, or a build without them.
  const plain = wanted === "identity" ? null : await read("identity");
  return plain && { body: plain, type, encoding: "identity" };
}
