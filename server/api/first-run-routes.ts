import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { passwordSchema } from "../../access/password.ts";
import { text } from "../../directory/settings-fields.ts";
import { slugFrom } from "../../directory/slug-from.ts";
import { isFirstRunToken } from "../../store/keep-first-run.ts";
import { setUpFirstAccount } from "../../store/set-up-first-account.ts";
import type { ApiDeps } from "./api-deps.ts";
import { ApiError, invalid } from "./api-error.ts";
import { defineOpenRoute } from "./define-open-route.ts";

const firstRunSchema = z.strictObject({
  token: z.string(),
  // What else is asked of them is checked with the account's country known, as in a settings file.
  account: z
    .strictObject({
      slug: text(60).optional(),
      name: text(200).optional(),
      country: z.string().optional(),
      timezone: z.string().optional(),
      companyPhone: z.string().nullable().optional(),
    })
    .optional(),
  owner: z.strictObject({
    name: text(200),
    email: text(254),
    password: passwordSchema,
    phone: z.string().nullable().optional(),
  }),
});
type FirstRunBody = z.output<typeof firstRunSchema>;

const BAD_TOKEN = "this link is not good any more: the newest one stands where the server was started";

/** The first run: somebody with the link that the start says makes an account and the first sign-in. */
export function addFirstRunRoutes(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, signIn } = deps;
  defineOpenRoute(app, deps, {
    method: "get",
    path: "/first-run/{token}",
    summary: "Whether a link for the first run is good, and which accounts are there already",
    answer: z.object({ accounts: z.array(z.object({ slug: z.string(), name: z.string() })) }),
    handle: async ({ token }) => {
      if (!(await isFirstRunToken(database.query, token))) throw new ApiError("notFound", BAD_TOKEN);
      return { answer: { accounts: await listAccounts(deps) } };
    },
  });
  defineOpenRoute(app, deps, {
    method: "post",
    path: "/first-run",
    summary: "The first run: an account, its owner, and their sign-in, in one go",
    body: firstRunSchema,
    answer: z.object({ slug: z.string() }),
    handle: async ({ asked, body }) => {
      const { token, owner } = body;
      // Before the password is worked on: that takes a while.
      if (!(await isFirstRunToken(database.query, token))) throw new ApiError("forbidden", BAD_TOKEN);
      const account = await chooseAccount(deps, body);
      const { password, ...fields } = owner;
      const done = await setUpFirstAccount(database, {
        token,
        account,
        owner: {
          ...fields,
          email: owner.email.toLowerCase(),
          phone: owner.phone ?? null,
          passwordHash: await signIn.hashPassword(password),
        },
      });
      if (!done.ok) {
        if (done.why === "badToken") throw new ApiError("forbidden", BAD_TOKEN);
        throw invalid(
          done.problems.map(({ path, message }) => ({
            path: path[0] === "staff" ? ["owner", ...path.slice(2)] : path,
            message,
          })),
        );
      }
      await deps.onSettingsChanged(done.accountId).catch((error: unknown) =>
        // It is committed: a trouble of this node's is not the person's.
        deps.log.error({ err: error }, "A first account could not be told to this node"),
      );
      const cookies = await signIn.start(asked, { email: owner.email.toLowerCase(), password });
      return { answer: { slug: done.slug }, cookies };
    },
  });
}

async function listAccounts({ database }: ApiDeps) {
  return database.query
    .selectFrom("account")
    .select(["slug", "name"])
    .orderBy("name")
    .orderBy("id")
    .execute();
}

/** The account meant: a new one, or one that is there; where one alone is there, it need not be named. */
async function chooseAccount(deps: ApiDeps, { account }: FirstRunBody) {
  const slug = account?.slug ?? slugFrom(account?.name ?? "");
  if (slug !== "") return { ...account, slug };
  const accounts = await listAccounts(deps);
  const [only, ...others] = accounts;
  if (only !== undefined && others.length === 0) return { slug: only.slug };
  const message =
    only === undefined ? "expected the company's name" : "expected the slug of one of the accounts";
  throw invalid([{ path: ["account", only === undefined ? "name" : "slug"], message }]);
}
