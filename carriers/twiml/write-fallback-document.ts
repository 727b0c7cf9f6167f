import { writeXml, xml } from "./write-xml.ts";

/**
 * A document that needs no server of ours, for the operator to host elsewhere as the fallback of a
 * number: it rings the company phone, or says that nobody can take the call. Callers then hear no error.
 */
export function writeFallbackDocument(account: { name: string; companyPhone: string | null }): string {
  const say = (text: string) => xml("Say", {}, text);
  const sorry = say(`${account.name} can't take your call right now. Please call again later. Goodbye.`);
  const verbs =
    account.companyPhone === null
      ? [sorry, xml("Hangup")]
      : [
          xml(
            "Dial",
            { timeout: 30, timeLimit: 14_400, answerOnBridge: true },
            xml("Number", {}, account.companyPhone),
          ),
          sorry,
          xml("Hangup"),
        ];
  return writeXml(xml("Response", {}, ...verbs), true);
}
