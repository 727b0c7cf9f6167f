import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Hono } from "hono";

/** Only what this server itself serves is loaded and run; nothing may frame the pages. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

const PAGE = `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8">
    <title>Ringright API</title>
    <link rel="stylesheet" href="/api/docs/swagger-ui.css">
  </head>
  <body>
    <div id="swagger-ui"></div>
    <script src="/api/docs/swagger-ui-bundle.js"></script>
    <script src="/api/docs/open-description.js"></script>
  </body>
</html>
`;

const OPEN_DESCRIPTION = `window.addEventListener("load", () => {
  SwaggerUIBundle({ url: "/api/v1/openapi.json", dom_id: "#swagger-ui", deepLinking: true });
});
`;

const FILES: Record<string, string> = {
  "swagger-ui.css": "text/css; charset=utf-8",
  "swagger-ui-bundle.js": "text/javascript; charset=utf-8",
};

/** The API's pages, to be mounted at /api/docs: served whole from here, so that they work offline too. */
export function createDocs(): Hono {
  const app = new Hono();
  const folder = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const answer = (body: string, type: string, headers: Record<string, string> = {}) =>
    new Response(body, {
      headers: {
        "content-type": type,
        "content-security-policy": POLICY,
        "x-content-type-options": "nosniff",
        "referrer-policy": "no-referrer",
        ...headers,
      },
    });
  app.get("/", () => answer(PAGE, "text/html; charset=utf-8"));
  app.get("/open-description.js", () => answer(OPEN_DESCRIPTION, "text/javascript; charset=utf-8"));
  for (const [file, type] of Object.entries(FILES)) {
    app.get(`/${file}`, async () =>
      answer(await readFile(join(folder, file), "utf8"), type, { "cache-control": "max-age=86400" }),
    );
  }
  return app;
}
