/**
 * Words that, alone in a text, say that no more are wanted: those that carriers obey (Twilio's and Telnyx' opt-out
 * pages, docs/carriers/), and German, Spanish and French ones.
 */
const STOP_WORDS = new Set(
  [
    "stop",
    "stopall",
    "stop all",
    "unsubscribe",
    "end",
    "quit",
    "cancel",
    "revoke",
    "optout",
    "opt out",
    "opt-out",
  ].concat([
    "stopp",
    "abmelden",
    "abbestellen",
    "keine sms",
    "alto",
    "parar",
    "baja",
    "cancelar",
    "arret",
    "arrêt",
    "desabonner",
    "désabonner",
  ]),
);
const START_WORDS = new Set(["start", "unstop", "yes"]);

/** The same in a sentence. Each needs a word for texts or contact, so that "stop by at five" is none. */
const STOP_SENTENCES = [
  /\b(stop|quit|no more|do not|don't|dont|never)\s+(send(ing)?\s+(me\s+)?|message|messaging|msg|text(s|ing)?|contact(ing)?|sms|spam(ming)?)/,
  /\b(take|remove)\s+(me|my number|this number)\s+(off|from)\b/,
  /\bunsubscribe\s+me\b/,
  /\b(leave me alone|wrong number,? stop)\b/,
  /\b(keine|nicht mehr)\s+(weiteren\s+)?(sms|nachrichten|texte|schreiben)\b/,
  /\b(no (me )?(env[ií]e[ns]?|mande[ns]?|escriba[ns]?)|no m[aá]s (mensajes|textos|sms))\b/,
  /\b(plus de|ne m'envoyez plus|arr[eê]tez)\s+(d'envoyer|de m|les? |sms|messages?)/,
];

/** What a text says about further texts: `stop`, `start`, or nothing. */
export function readOptOut(body: string): "stop" | "start" | null {
  const said = body.toLowerCase().replaceAll(/[’‘]/g, "'").replaceAll(/\s+/g, " ").trim();
  const word = said.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "");
  if (STOP_WORDS.has(word)) return "stop";
  if (START_WORDS.has(word)) return "start";
  return STOP_SENTENCES.some((sentence) => sentence.test(said)) ? "stop" : null;
}
