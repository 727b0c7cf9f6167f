import type { Database } from "../../store/open-database.ts";
import { DANA, STRANGER, startHouse } from "./start-house.ts";

/** The database of a business that has had two calls: one answered, one with a message. */
export async function makeHouseCalls(): Promise<Database> {
  const house = await startHouse();
  house.carrier.phone(DANA, { does: "answers", after: 2, presses: [{ key: "1", after: 3 }] });
  await house.call({});
  await house.call({ from: STRANGER, caller: { leavesMessage: 5 } });
  return house.node.database;
}
