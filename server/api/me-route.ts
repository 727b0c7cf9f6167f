import { type OpenAPIHono, z } from "@hono/zod-openapi";
import { ROLES } from "../../access/roles.ts";
import { listPersonAccounts } from "../../store/join-staff.ts";
import { hasPeople } from "../../store/keep-people.ts";
import type { ApiDeps } from "./api-deps.ts";
import { defineOpenRoute } from "./define-open-route.ts";

const person = z.object({ id: z.string(), name: z.string(), email: z.string(), twoFactor: z.boolean() });
const meSchema = z.object({
  person: person.nullable(),
  accounts: z.array(
    z.object({
      slug: z.string(),
      name: z.string(),
      role: z.enum(ROLES),
      staffId: z.string(),
      timezone: z.string(),
      country: z.string(),
    }),
  ),
  needsFirstRun: z.boolean(),
  /** Whether this installation can send mail: where it can't, an owner or admin passes reset links on. */
  mail: z.boolean(),
});

/** Who asks. */
export function addMeRoute(app: OpenAPIHono, deps: ApiDeps): void {
  const { database, signIn } = deps;
  defineOpenRoute(app, deps, {
    method: "get",
    path: "/me",
    summary: "Who is signed in, and which accounts they may enter",
    answer: meSchema,
    handle: async ({ asked }) => {
      const found = await signIn.keepPerson(asked);
      const mail = signIn.sendMail !== null;
      if (found === null) {
        const needsFirstRun = !(await hasPeople(database.query));
        return { answer: { person: null, accounts: [], needsFirstRun, mail } };
      }
      const accounts = (await listPersonAccounts(database.query, found.person)).map(
        ({ slug, name, role, staffId, timezone, country }) => ({
          slug,
          name,
          role,
          staffId,
          timezone,
          country,
        }),
      );
      return {
        answer: { person: found.person, accounts, needsFirstRun: false, mail },
        cookies: found.cookies,
      };
    },
  });
}
