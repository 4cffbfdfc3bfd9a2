import type { Plan, PlannedObject, PlannedResource } from "../../plan/planned-resource.ts";
import { declaredOutputs as sdkOutputs } from "../../plan/sdk-outputs.ts";
import type { Checkpoint, ResourceState } from "../state/checkpoint.ts";
import type { StepKind } from "../result.ts";
import { decideOutputs, type DeclaredOutputs } from "../simulated/outputs.ts";
import { decideRenames, renameResource, type Renames } from "./aliases.ts";
import { decideChange } from "./change.ts";
import { deletedFirst, goesWith, orderDeletions } from "./deletions.ts";
import type { PropertyDiff } from "./differences.ts";
import { orderResources } from "./order.ts";
import type { Referent } from "./resolve.ts";
import { refuseFewerPartitions } from "./partitions.ts";
import { referenceText, referenceTo, type ResourceReference } from "./resource-reference.ts";
import { assertTargets } from "./targets.ts";

/** What will happen to one resource. */
export interface Step {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly step: StepKind;
  /** Secrets as `[secret]`, what only the cloud can say as `[known after up]`. */
  readonly diffs: readonly PropertyDiff[];
  /** Of a replacement: the old resource goes before the new one is made. */
  readonly deleteBefore: boolean;
  /** What depends on it and has to be deleted before it, in that order. Only with `deleteBefore`. */
  readonly deletesFirst: readonly ResourceReference[];
  /** Of a deletion: what takes this one away when it is deleted itself, so that no call of its own is made. */
  readonly goesWith?: ResourceReference;
  /** Of a deletion: which one in the state, since a replaced one shares its URN with the new one. */
  readonly id?: string | undefined;
  readonly provider?: string | undefined;
}

/** A step that a protected resource forbids, or that nobody can carry out. */
export interface Refusal {
  readonly urn: string;
  readonly step: "delete" | "replace" | "update";
  /** - behaviour: it is protected. */
  readonly why?: string;
  readonly wayOut: string;
}

/** Everything that a run will do, in order: deletions last, dependents first. */
export interface Decision {
  readonly steps: readonly Step[];
  /** All protected resources that would go, and changes that can't be made. While there is one, nothing may be done. */
  readonly refusals: readonly Refusal[];
  readonly renames: Renames;
}

/** What a decision may look at besides plan and checkpoint. */
export interface DecideOptions {
  /** Default: all. URNs of the plan or the state; other resources stay as they are. */
  readonly targets?: readonly string[];
  /** Default: read from the SDKs' declarations. */
  readonly declaredOutputs?: DeclaredOutputs;
}

/**
 * What turns a stack's checkpoint into what a plan asks for. Pure. A value that only the cloud can give counts as
 * changed, as in the engine's preview; so `up` may do less than what is decided here, never more.
 */
export function decideSteps(plan: Plan, checkpoint: Checkpoint, options: DecideOptions = {}): Decision {
  const ordered = orderResources(plan.resources);
  const renames = decideRenames(plan.resources, checkpoint.resources);
  const state = checkpoint.resources.map((resource) => renameResource(resource, renames));
  assertTargets(options.targets, ordered, state);
  const isTarget = targetTest(options.targets);
  const forecast = new Forecast(state, options.declaredOutputs ?? sdkOutputs);
  const made = ordered.filter(({ urn }) => isTarget(urn)).map((resource) => forecast.decide(resource));
  const deletions = decideDeletions(state, new Set(ordered.map(({ urn }) => urn)), options.targets);
  const steps = [...made.map((step) => withDeletesFirst(step, [...made, ...deletions], state)), ...deletions];
  const refusals = [...decideRefusals(steps, state), ...refuseFewerPartitions(steps)];
  return { steps, refusals, renames };
}

/** What destroys a stack, or those resources of it that are named: deletions only, dependents first. Pure. */
export function decideDestruction(checkpoint: Checkpoint, targets?: readonly string[]): Decision {
  assertTargets(targets, [], checkpoint.resources);
  const steps = decideDeletions(checkpoint.resources, new Set(), targets);
  return { steps, refusals: decideRefusals(steps, checkpoint.resources), renames: {} };
}

function targetTest(targets: readonly string[] | undefined): (urn: string) => boolean {
  if (targets === undefined) return () => true;
  const wanted = new Set(targets);
  return (urn) => wanted.has(urn);
}

/** Follows the state through the steps, as far as it can be known before they are carried out. */
class Forecast {
  readonly #state = new Map<string, Referent>();
  readonly #old = new Map<string, ResourceState>();
  readonly #replaced = new Set<string>();
  readonly #declared: DeclaredOutputs;

  constructor(state: readonly ResourceState[], declared: DeclaredOutputs) {
    this.#declared = declared;
    for (const resource of state) {
      if (resource.delete === true) continue;
      this.#old.set(resource.urn, resource);
      this.#state.set(resource.urn, { state: resource, fresh: resource.pendingReplacement === true });
    }
  }

  decide(resource: PlannedResource): Step {
    const old = this.#old.get(resource.urn);
    const change = decideChange(resource, old, {
      lookup: (urn) => this.#state.get(urn),
      isReplaced: (urn) => this.#replaced.has(urn),
    });
    const { step, inputs } = change;
    if (step === "replace") this.#replaced.add(resource.urn);
    if (step !== "same") this.#foresee(resource, old, step, inputs);
    return {
      urn: resource.urn,
      type: resource.type,
      name: resource.name,
      step,
      diffs: change.diffs,
      deleteBefore: change.deleteBefore,
      deletesFirst: [],
    };
  }

  #foresee(resource: PlannedResource, old: ResourceState | undefined, step: StepKind, inputs: PlannedObject): void {
    const { urn, type, name, custom } = resource;
    const fresh = custom && step !== "update";
    const previous = { inputs: old?.inputs ?? {}, outputs: old?.outputs ?? {} };
    const outputs = fresh
      ? inputs
      : decideOutputs({ urn, type, name, nonce: old?.id ?? urn }, inputs, {
          provider: {},
          additionalSecretOutputs: resource.additionalSecretOutputs,
          declared: custom ? this.#declared : () => [],
          previous,
        });
    const id = step === "read" ? resource.importId : old?.id;
    this.#state.set(urn, {
      state: { ...old, urn, type, custom, id, inputs, outputs },
      fresh: fresh && step !== "read",
    });
  }
}

/** Deletions of what a state has and nobody wants, and of replaced resources that still wait for it: dependents first. */
export function decideDeletions(
  state: readonly ResourceState[],
  wanted: ReadonlySet<string>,
  targets?: readonly string[],
): Step[] {
  const isTarget = targetTest(targets);
  const doomed = state.filter(
    ({ urn, delete: condemned }) => (condemned === true || !wanted.has(urn)) && isTarget(urn),
  );
  return orderDeletions(doomed).map((resource) => {
    const host = goesWith(resource, doomed);
    return {
      ...referenceTo(resource),
      type: resource.type,
      name: resource.urn.split("::").slice(3).join("::"),
      step: "delete",
      diffs: [],
      deleteBefore: false,
      deletesFirst: [],
      ...(host === undefined ? {} : { goesWith: referenceTo(host) }),
    };
  });
}

function withDeletesFirst(step: Step, all: readonly Step[], state: readonly ResourceState[]): Step {
  if (step.step !== "replace" || !step.deleteBefore) return step;
  const deletesFirst = deletedFirst(step.urn, goneTest(all), state).map(referenceTo);
  return { ...step, deletesFirst };
}

/** Tells which resources of a state won't survive some steps. */
export function goneTest(steps: readonly Step[]): (resource: ResourceState) => boolean {
  const replaced = new Set(steps.flatMap(({ urn, step }) => (step === "replace" ? [urn] : [])));
  const deleted = new Set(steps.filter(({ step }) => step === "delete").map(referenceText));
  return (resource) => deleted.has(referenceText(resource)) || (resource.delete !== true && replaced.has(resource.urn));
}

function decideRefusals(steps: readonly Step[], state: readonly ResourceState[]): Refusal[] {
  const isGone = goneTest(steps);
  const guarded = state.filter((resource) => resource.protect === true && resource.delete !== true && isGone(resource));
  const replaced = new Set(steps.flatMap(({ urn, step }) => (step === "replace" ? [urn] : [])));
  return guarded.map(({ urn }) => ({
    urn,
    step: replaced.has(urn) ? "replace" : "delete",
    wayOut: `\`unprotect ${urn}\` first`,
  }));
}
