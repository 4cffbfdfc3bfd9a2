import type { PlannedValue } from "../../plan/planned-resource.ts";
import { printable } from "../../policies/reports/printable.ts";
import { shortUrn } from "../../policies/reports/report-text.ts";
import type { Context } from "../context.ts";
import { paint } from "./paint.ts";
import { isEqual, type ChangedProperty, type PlanComparison, type ResourceName } from "../plan-comparison.ts";
import { shortValue } from "./short-value.ts";
import { lines, plural } from "./words.ts";

/** A comparison for people: `+` added, `-` removed, `~` changed, with the paths of what changed. */
export function renderComparison(comparison: PlanComparison, context: Pick<Context, "isTerminal" | "env">): string {
  const { environment, digest, added, removed, changed, unprotected, opaque } = comparison;
  if (isEqual(comparison)) {
    const note = digest.old === digest.new ? "" : "; only the digest differs: the kit or its packages changed";
    return `${environment}: no differences${note}\n`;
  }
  const line = (sign: string, resource: ResourceName): string => printable(`${sign} ${resource.type} ${resource.name}`);
  return lines(
    ...added.map((resource) => paint(context, "green", line("+", resource))),
    ...removed.map((resource) => paint(context, "red", line("-", resource))),
    ...changed.flatMap((resource) => [
      paint(context, "yellow", line("~", resource)),
      ...resource.properties.map((property) => `    ${renderProperty(property)}`),
    ]),
    ...opaque.added.map(
      (urn) => `? ${printable(shortUrn(urn))} can't be rendered any more: what it holds counts as removed`,
    ),
    ...opaque.removed.map(
      (urn) => `? ${printable(shortUrn(urn))} could not be rendered before: what it holds counts as added`,
    ),
    ...(unprotected.length === 0
      ? []
      : [
          paint(context, "red", `No longer protected (${unprotected.length}): the next change may delete them`),
          ...unprotected.map((resource) => line("!", resource)),
        ]),
    `${environment}: ${plural(added.length, "resource")} added, ${removed.length} removed, ${changed.length} changed`,
  );
}

function renderProperty(property: ChangedProperty): string {
  const side = (value: PlannedValue | undefined): string => (value === undefined ? "(absent)" : shortValue(value));
  return `${printable(property.path)}: ${side(property.old)} -> ${side(property.new)}`;
}
