import type { KeyPress, PhoneScript } from "../scripts.ts";

// A person presses the first key two seconds after pick-up, the others a second apart.
const FIRST_KEY_AFTER = 2;

/**
 * Reads "NUMBER=WHAT:SECONDS:…", e.g. "+13125550101=answers:3:1". Throws an Error that names the flag when it
 * can't be read. The forms are listed in this folder's README.
 */
export function parsePhoneFlag(flag: string): { number: string; script: PhoneScript } {
  const at = flag.indexOf("=");
  const number = flag.slice(0, Math.max(at, 0));
  const [does = "", first, second, third] = flag.slice(at + 1).split(":");
  if (at < 1) throw new Error(`--phone ${flag}: no "=" after the number`);
  const seconds = (text: string | undefined, otherwise: number) => {
    if (text === undefined || text === "") return otherwise;
    const value = Number(text);
    if (!Number.isFinite(value) || value < 0)
      throw new Error(`--phone ${flag}: "${text}" is no number of seconds`);
    return value;
  };
  return { number, script: scriptOf() };

  function scriptOf(): PhoneScript {
    switch (does) {
      case "answers": {
        const script = { does, after: seconds(first, 3), presses: keysOf(second ?? "") } as const;
        return third === undefined ? script : { ...script, hangsUpAfter: seconds(third, 30) };
      }
      case "busy":
        return { does, after: seconds(first, 1) };
      case "declines":
        return { does, after: seconds(first, 3) };
      case "unreachable":
        return { does, after: seconds(first, 2) };
      case "voicemail":
        return { does, after: seconds(first, 20), talksFor: seconds(second, 60) };
      case "ringsOut":
        return { does };
      default:
        throw new Error(
          `--phone ${flag}: "${does}" is none of answers, busy, declines, unreachable, voicemail, ringsOut`,
        );
    }
  }
}

function keysOf(text: string): KeyPress[] {
  return [...text].map((key, index) => ({ key, after: FIRST_KEY_AFTER + index }));
}
