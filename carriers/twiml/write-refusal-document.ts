import { writeXml, xml } from "./write-xml.ts";

/** What a browser hears whose call was not ordered here, or too long ago. */
export function writeRefusalDocument(): string {
  const sorry = xml("Say", {}, "This call was not ordered, or too long ago. Please try again. Goodbye.");
  return writeXml(xml("Response", {}, sorry, xml("Hangup")), true);
}
