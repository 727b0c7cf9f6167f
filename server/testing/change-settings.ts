import { COMMAND_LINE } from "../../access/actor.ts";
import type { GroupOrder } from "../../routing/values.ts";
import { editSettings, type Section } from "../../store/edit-settings.ts";
import type { House } from "./start-house.ts";

export const LEO = "+13125550104";
export const IDA = "+13125550106";

/** Changes what Settings edit of the house's account, as a person does who may do everything. */
export async function changeSettings(
  { node: { database } }: Pick<House, "node">,
  section: Section,
  fields: Record<string, unknown>,
): Promise<void> {
  const account = await database.query.selectFrom("account").select("id").executeTakeFirstOrThrow();
  const accountId = account.id;
  const number = await database.query.selectFrom("number").select("id").executeTakeFirstOrThrow();
  const ids: Partial<Record<Section, string>> = { account: accountId, numbers: number.id };
  const edited = await editSettings(database, {
    accountId,
    section,
    id: ids[section] ?? null,
    fields,
    mayWriteOwners: true,
    actor: COMMAND_LINE,
  });
  if (!edited.ok) throw new Error(JSON.stringify(edited));
}

/** Leo and Ida join Dana, as the group "sales", which is the first rung of the house's ladder. */
export async function formGroup(
  house: Pick<House, "node">,
  order: GroupOrder,
  ladder: string[] = ["group:sales", "company"],
): Promise<void> {
  const people = { Leo: LEO, Ida: IDA };
  for (const [name, phone] of Object.entries(people))
    await changeSettings(house, "staff", { name, email: `${name.toLowerCase()}@acme.test`, phone });
  const members = ["dana@acme.test", "leo@acme.test", "ida@acme.test"];
  await changeSettings(house, "account", {
    groups: [{ id: "sales", name: "Sales", order, members }],
    ladder,
  });
}
