import derived from "../fixtures/twiml_voice_schema.derived.json" with { type: "json" };

/** What one attribute may hold. */
export interface AttributeRule {
  type: string;
  enum?: string[];
  list?: boolean;
}

/** What one element may hold, and where its own children are described. */
export interface ChildRule {
  element: string;
  attributes: Record<string, AttributeRule>;
}

const elements = derived.elements as Record<string, { children: Record<string, ChildRule> } | undefined>;

/** The name of the root's entry. */
export const ROOT = derived.root;

/** The children that an element may have, by the tag that stands in the document. */
export function childrenOf(element: string): Record<string, ChildRule> {
  const rules: Record<string, ChildRule> = {};
  for (const [key, rule] of Object.entries(elements[element]?.children ?? {})) {
    rules[tagOf(key, rule.element)] = rule;
  }
  return rules;
}

// The builder's names differ from the tags they write: SsmlSayAs writes <say-as>, ReferSip writes <Sip>.
function tagOf(key: string, element: string): string {
  if (element === "ReferSip") return "Sip";
  if (!element.startsWith("Ssml")) return key;
  return element
    .slice(4)
    .replace(/(?<!^)[A-Z]/g, "-$&")
    .toLowerCase();
}
