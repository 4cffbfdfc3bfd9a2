import { isSecret, isUnknown, type PlannedValue } from "../../plan/planned-resource.ts";
import { printable } from "../../policies/reports/printable.ts";
import { shortUrn } from "../../policies/reports/report-text.ts";

/** Longest value in a line; longer ones are whole in --json. */
const longest = 100;

/** A value in a line: JSON, cut off, with marks in words and placeholders without the way to their resource. */
export function shortValue(value: PlannedValue): string {
  const text = JSON.stringify(value, (_key, inner: PlannedValue) => {
    if (isSecret(inner)) return "[secret]";
    return isUnknown(inner) ? "[unknown]" : inner;
  });
  const readable = text.replaceAll(
    /\$\{(urn:pulumi:[^}#]+)#([^}]+)\}/g,
    (_all, urn: string, property: string) => `\${${shortUrn(urn)}#${property}}`,
  );
  // Before the cut, which could leave half a character.
  const printed = printable(readable);
  return printed.length > longest ? `${printed.slice(0, longest - 1)}…` : printed;
}
