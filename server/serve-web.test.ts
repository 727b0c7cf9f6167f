import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync, gunzipSync, gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { makeScratchFolder } from "../store/testing/scratch-folder.ts";
import { serveWeb } from "./serve-web.ts";

async function buildTiny(): Promise<string> {
  const folder = await makeScratchFolder();
  await mkdir(join(folder, "assets"));
  await writeFile(join(folder, "index.html"), '<meta property="csp-nonce" nonce="RINGRIGHT_NONCE">');
  await writeFile(join(folder, "assets/main-abc.js"), "export {};");
  await writeFile(join(folder, "assets/main-abc.js.gz"), gzipSync("export {};"));
  await writeFile(join(folder, "assets/main-abc.js.br"), brotliCompressSync("export {};"));
  await writeFile(join(folder, "assets/logo-abc.png"), "picture");
  await writeFile(join(folder, "built-from.json"), "{}");
  return folder;
}

test("every page is the app, with a nonce of its own that the policy names", async () => {
  const app = serveWeb(await buildTiny());
  const nonces = new Set<string>();
  for (const path of ["/", "/first-run", "/sign-in", "/profile", "/a/acme/settings/phone"]) {
    const answer = await app.request(path);
    expect(answer.status).toBe(200);
    const nonce = /nonce="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(policy).toContain("default-src 'none'; script-src 'self';");
    expect(policy).not.toContain("unsafe");
    nonces.add(nonce);
  }
  expect(nonces.size).toBe(5);
});

test("a page may talk to the carrier only where calls are made from browsers", async () => {
  const folder = await buildTiny();
  const policyOf = async (isOn: boolean) =>
    (await serveWeb(folder, () => isOn).request("/")).headers.get("content-security-policy") ?? "";
  expect(await policyOf(false)).toContain("connect-src 'self'; ");
  expect(await policyOf(false)).not.toContain("twilio");
  expect(await policyOf(true)).toContain("connect-src 'self' wss://*.twilio.com https://*.twilio.com; ");
  expect(await policyOf(true)).toContain("script-src 'self'; ");
});

test("files named by their content are kept for ever, and compressed as the browser takes it", async () => {
  const app = serveWeb(await buildTiny());
  const ask = (encoding: string) =>
    app.request("/assets/main-abc.js", { headers: { "accept-encoding": encoding } });
  const zipped = await ask("gzip, deflate");
  expect(zipped.headers.get("cache-control")).toContain("immutable");
  expect(zipped.headers.get("content-encoding")).toBe("gzip");
  expect(gunzipSync(Buffer.from(await zipped.arrayBuffer())).toString()).toBe("export {};");
  expect((await ask("gzip, br")).headers.get("content-encoding")).toBe("br");
  expect(await (await ask("")).text()).toBe("export {};");
  const picture = await app.request("/assets/logo-abc.png", { headers: { "accept-encoding": "br" } });
  expect(picture.headers.get("content-encoding")).toBeNull();
  expect(await picture.text()).toBe("picture");
});

test("nothing but the build's files is served", async () => {
  const app = serveWeb(await buildTiny());
  for (const path of [
    "/assets/none.js",
    "/assets/main-abc.js.br",
    "/assets/..%2f..%2fpackage.json",
    "/assets/%2e%2e/built-from.json",
    "/built-from.json",
  ])
    expect((await app.request(path)).status, path).toBe(404);
});

test("where nothing was built the page says so", async () => {
  const app = serveWeb(await makeScratchFolder());
  const answer = await app.request("/");
  expect(answer.status).toBe(503);
  expect(await answer.text()).toContain("npm start");
});
