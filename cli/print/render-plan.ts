import type { OpaqueChart, Plan } from "../../plan/planned-resource.ts";
import type { Context } from "../context.ts";
import { paint } from "./paint.ts";
import { alignColumns, lines, plural } from "./words.ts";

/** A plan for people: how many resources of which kind, what nobody could look into, and the digest. */
export function renderPlan(
  { environment, cloud, digest, opaque, resources }: Plan,
  context: Pick<Context, "isTerminal" | "env">,
): string {
  return lines(
    paint(context, "bold", `${environment} on ${cloud}: ${plural(resources.length, "resource")}`),
    ...alignColumns(countKinds(resources).map(({ kind, count }) => [count, kind])),
    ...renderOpaque(opaque),
    `Digest ${digest}`,
  );
}

/** How often each kind of resource is there, sorted by kind. */
export function countKinds(
  resources: readonly { readonly type: string }[],
): { readonly kind: string; readonly count: number }[] {
  const counts = new Map<string, number>();
  for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return [...counts].map(([kind, count]) => ({ kind, count })).sort((a, b) => (a.kind < b.kind ? -1 : 1));
}

/** The charts that stayed closed, why, and what follows from that. Empty when there are none. */
export function renderOpaque(opaque: readonly OpaqueChart[]): string[] {
  if (opaque.length === 0) return [];
  return [
    `Opaque: ${plural(opaque.length, "chart")} could not be rendered here: contents are not listed, and rules about them are undecided`,
    ...alignColumns(opaque.map(({ name, version, reason }) => [name, version, reason])),
  ];
}
