import type { Menu } from "../routing/facts.ts";
import { type MenuSettings, STRAIGHT_TO_VOICEMAIL } from "./ladder-fields.ts";

/** Reads a stored menu, JSON text, as calls need it. What was read before is known by its text. */
export function readMenu(text: string | null | undefined): Menu | null {
  if (text == null) return null;
  const known = menus.get(text);
  if (known !== undefined) return known;
  const menu = asMenu(JSON.parse(text) as MenuSettings);
  if (menus.size >= KEPT) menus.clear();
  menus.set(text, menu);
  return menu;
}

const KEPT = 500;
const menus = new Map<string, Menu>();

function asMenu({ greeting, choices }: MenuSettings): Menu {
  return {
    greeting: greeting ?? sayChoices(choices),
    choices: choices.map(({ key, label, to }) => ({
      key,
      label,
      ladder: to === STRAIGHT_TO_VOICEMAIL ? [] : to,
    })),
  };
}

/** "For Sales, press 1. For Service, press 2." Heard where a menu has no greeting of its own. */
function sayChoices(choices: MenuSettings["choices"]): string {
  return choices.map(({ key, label }) => `For ${label}, press ${key}.`).join(" ");
}
