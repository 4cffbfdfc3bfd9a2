import { UsageError } from "../../components/kit/errors.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import type { ResourceState } from "../state/checkpoint.ts";
import { neededUrns } from "./deletions.ts";
import { referencedUrns } from "./order.ts";

/**
 * Refuses targets that can't be worked on alone, all at once, by a UsageError: unknown ones, ones that need what neither
 * exists nor is a target, and deletions that leave a dependent behind. `planned` is empty for a destruction.
 */
export function assertTargets(
  targets: readonly string[] | undefined,
  planned: readonly PlannedResource[],
  state: readonly ResourceState[],
): void {
  if (targets === undefined) return;
  const wanted = new Set(targets);
  const plannedUrns = new Set(planned.map(({ urn }) => urn));
  const existing = new Set(state.map(({ urn }) => urn));
  const unknown = targets.filter((urn) => !plannedUrns.has(urn) && !existing.has(urn));
  const problems = [
    ...unknown.map((urn) => `${urn} is neither planned nor there; name a URN of the plan or the state`),
    ...planned
      .filter(({ urn }) => wanted.has(urn))
      .flatMap((resource) =>
        [...referencedUrns(resource)]
          .filter((urn) => !existing.has(urn) && !wanted.has(urn))
          .map((urn) => `${resource.urn} needs ${urn}, which isn't there yet; make it a target too`),
      ),
    ...state
      .filter(({ urn }) => !wanted.has(urn))
      .flatMap((resource) =>
        neededUrns(resource)
          .filter((urn) => wanted.has(urn) && !plannedUrns.has(urn))
          .map((urn) => `${resource.urn} needs ${urn}, which would be deleted; make it a target too`),
      ),
  ];
  if (problems.length > 0) throw new UsageError([...new Set(problems)].sort().join("\n"));
  assertNoReversal(wanted, planned, state);
}

// A target may begin to need something that isn't a target and still needs the target itself.
function assertNoReversal(
  wanted: ReadonlySet<string>,
  planned: readonly PlannedResource[],
  state: readonly ResourceState[],
): void {
  const needs = new Map<string, readonly string[]>(state.map((resource) => [resource.urn, neededUrns(resource)]));
  for (const resource of planned) if (wanted.has(resource.urn)) needs.set(resource.urn, [...referencedUrns(resource)]);
  const marks = new Map<string, "open" | "done">();
  const visit = (urn: string): void => {
    if (marks.get(urn) === "done") return;
    if (marks.get(urn) === "open")
      throw new UsageError(
        `${urn} would need itself by way of resources that aren't targets; make all of them targets`,
      );
    marks.set(urn, "open");
    for (const needed of needs.get(urn) ?? []) visit(needed);
    marks.set(urn, "done");
  };
  for (const urn of needs.keys()) visit(urn);
}
