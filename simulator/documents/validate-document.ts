import type { CarrierKind } from "../options.ts";
import { DEVIATIONS } from "./deviations.ts";
import type { Element } from "./parse-document.ts";
import { type AttributeRule, childrenOf, ROOT } from "./schema.ts";

/** Checks a parsed document against a carrier's dialect; each finding is a sentence, none means valid. */
export function validateDocument(root: Element, kind: CarrierKind): string[] {
  if (root.name !== "Response") return [`the root is <${root.name}>, not <Response>`];
  const findings: string[] = [];
  for (const name of Object.keys(root.attributes)) {
    if (!name.startsWith("xmlns") && !name.startsWith("xsi:"))
      findings.push(`Response has no attribute ${name}`);
  }
  checkChildren(root, ROOT, kind, findings);
  return findings;
}

function checkChildren(parent: Element, rules: string, kind: CarrierKind, findings: string[]) {
  const allowed = childrenOf(rules);
  const { adds, lacks } = DEVIATIONS[kind];
  for (const child of parent.children) {
    const rule = allowed[child.name];
    if (!rule || lacks.includes(`${parent.name}/${child.name}`)) {
      findings.push(`<${child.name}> is not allowed in <${parent.name}>`);
      continue;
    }
    for (const [name, value] of Object.entries(child.attributes)) {
      const place = `${child.name}@${name}`;
      const attribute = adds[place] ?? (lacks.includes(place) ? undefined : rule.attributes[name]);
      const finding = attribute ? checkValue(attribute, value) : "is not known";
      if (finding) findings.push(`${place} ${finding}`);
    }
    checkChildren(child, rule.element, kind, findings);
  }
}

function checkValue(rule: AttributeRule, value: string): string | undefined {
  // Lists are separated by spaces, e.g. statusCallbackEvent="initiated answered".
  const values = rule.list ? value.trim().split(/\s+/) : [value];
  for (const one of values) {
    if (rule.type === "boolean" && one !== "true" && one !== "false") return `is "${one}", not true or false`;
    if (rule.type === "number" && !/^-?\d+(\.\d+)?$/.test(one)) return `is "${one}", not a number`;
    if (rule.type === "enum" && !rule.enum?.includes(one))
      return `is "${one}", which is not among its values`;
  }
  return undefined;
}
