import type { CarrierKind } from "../options.ts";
import type { AttributeRule } from "./schema.ts";

/** Where a carrier's dialect differs from Twilio's schema: `Verb@attribute`, more allowed or not known there. */
interface Deviations {
  adds: Record<string, AttributeRule>;
  lacks: readonly string[];
}

const text: AttributeRule = { type: "string" };
const flag: AttributeRule = { type: "boolean" };
const number: AttributeRule = { type: "number" };

/**
 * The written allow-list. Telnyx: TeXML verb references (Dial, Gather, Record) and the TeXML-TwiML compatibility
 * page. SignalWire: cXML pages for Dial and Number, which don't document sequential or passports.
 */
export const DEVIATIONS: Record<CarrierKind, Deviations> = {
  twilio: { adds: {}, lacks: [] },
  signalwire: {
    adds: {},
    lacks: ["Dial@sequential", "Dial@passports", "Dial/Client"],
  },
  telnyx: {
    adds: {
      "Dial@passDiversionHeader": flag,
      "Dial@fromDisplayName": text,
      "Dial@ringTone": text,
      "Dial@audioUrl": text,
      "Dial@machineDetection": text,
      "Dial@machineDetectionTimeout": number,
      "Record@channels": { type: "enum", enum: ["single", "dual"] },
      "Record@format": { type: "enum", enum: ["mp3", "wav"] },
      "Record@transcription": flag,
      "Record@transcriptionCallback": text,
      "Gather@invalidDigitsAction": text,
      "Gather@validDigits": text,
      "Gather@minDigits": number,
      "Gather@maxDigits": number,
      "Say@voice": text,
      "Say@language": text,
    },
    lacks: ["Gather@method", "Dial/Client", "Record@transcribe", "Record@transcribeCallback"],
  },
};
