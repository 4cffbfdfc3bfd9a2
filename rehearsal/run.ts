import { canonicalJson } from "../components/kit/names.ts";
import type { PlannedResource } from "../plan/planned-resource.ts";
import { decideChange, type Change } from "./steps/change.ts";
import type { ResourceState } from "./state/checkpoint.ts";
import type { ClusterCalls } from "./cluster/cluster-calls.ts";
import { deletedFirst, goesWith } from "./steps/deletions.ts";
import type { Faults } from "./faults.ts";
import { madeState } from "./state/made-state.ts";
import { cloudKey, isInCloud, ProviderCalls } from "./provider-calls.ts";
import type { Referent } from "./steps/resolve.ts";
import type { AppliedStep } from "./result.ts";
import type { SimulatedCloud } from "./simulated/cloud.ts";
import { decideId, decideNonce, type Applicant } from "./simulated/ids.ts";
import { decideOutputs, type DeclaredOutputs } from "./simulated/outputs.ts";
import { isSame, referenceText, referenceTo } from "./steps/resource-reference.ts";
import type { StackState } from "./state/stack-state.ts";
import { goneTest, type Step } from "./steps/steps.ts";

/** What a run works with. */
export interface RunContext {
  readonly state: StackState;
  readonly cloud: SimulatedCloud;
  readonly declared: DeclaredOutputs;
  readonly faults: Faults;
  readonly cluster?: ClusterCalls | undefined;
}

/**
 * Carries out decided steps. What the steps didn't know yet is known here, so each resource is decided once more from
 * its real inputs; that can only make a step smaller.
 */
export class Run {
  readonly #context: RunContext;
  readonly #planned: ReadonlyMap<string, PlannedResource>;
  readonly #calls: ProviderCalls;
  readonly #replaced = new Set<string>();
  /** Not yet carried out; what else will go, for replacements that have to clear the way first. */
  #ahead: readonly Step[];
  readonly #decideDeletions: (state: readonly ResourceState[]) => Step[];
  #deleting = false;
  /** Passed already, and deleted in the moment in which their host is. */
  #waitingForHost: readonly Step[] = [];
  /** Gone, and perhaps still named by those that wait. */
  #lingering: readonly ResourceState[] = [];
  /** Old halves of replacements of this run: their deletion is part of a step that was counted. */
  readonly #halves = new Set<string>();

  /** `decideDeletions` is asked again once everything planned is made: by then old halves wait to be deleted too. */
  constructor(
    context: RunContext,
    planned: readonly PlannedResource[],
    steps: readonly Step[],
    decideDeletions: (state: readonly ResourceState[]) => Step[],
  ) {
    this.#context = context;
    this.#planned = new Map(planned.map((resource) => [resource.urn, resource]));
    this.#calls = new ProviderCalls(context.state, context.cloud, context.faults, context.cluster);
    this.#ahead = steps;
    this.#decideDeletions = decideDeletions;
    this.#turnToDeletions();
  }

  /** Steps that were not carried out yet. */
  get ahead(): readonly Step[] {
    return [...this.#waitingForHost, ...this.#ahead];
  }

  /** The step that `next` carries out. */
  get upcoming(): Step | undefined {
    return this.#ahead[0];
  }

  /**
   * Carries out the next step; gives nothing when it completes an earlier one. Throws a CloudError or a LostReplyError
   * when the cloud didn't do what it should.
   */
  async next(): Promise<AppliedStep | undefined> {
    const [step] = this.#ahead;
    if (step === undefined) return undefined;
    const planned = this.#planned.get(step.urn);
    const applied =
      step.step === "delete" || planned === undefined ? await this.#remove(step) : await this.#visit(planned, step);
    this.#ahead = this.#ahead.slice(1);
    this.#turnToDeletions();
    await this.#context.faults.onBoundary?.("after step", step.urn);
    return applied;
  }

  #turnToDeletions(): void {
    if (this.#deleting || this.#ahead.some(({ step }) => step !== "delete")) return;
    this.#deleting = true;
    this.#ahead = this.#decideDeletions(this.#context.state.resources);
  }

  async #visit(planned: PlannedResource, step: Step): Promise<AppliedStep> {
    const { state } = this.#context;
    const old = state.live(planned.urn);
    const change = decideChange(planned, old, {
      lookup: (urn) => this.#referent(urn),
      isReplaced: (urn) => this.#replaced.has(urn),
    });
    // Deleted by an earlier step of this run to clear the way: for the user it is still one replacement.
    const made = step.step === "replace" && change.step === "create" ? "replace" : change.step;
    if (made === "replace") this.#replaced.add(planned.urn);
    await this.#carryOut(planned, old, change);
    const diffs = made === change.step ? change.diffs : step.diffs;
    return { urn: planned.urn, type: planned.type, name: planned.name, step: made, diffs };
  }

  async #carryOut(planned: PlannedResource, old: ResourceState | undefined, change: Change): Promise<void> {
    switch (change.step) {
      case "same":
        this.#keep(planned, old);
        break;
      case "update":
        await this.#update(planned, old, change);
        break;
      case "replace":
        if (change.deleteBefore && old !== undefined) await this.#clearTheWay(old);
        if (!change.deleteBefore) this.#halves.add(referenceText(old ?? planned));
        await this.#make(planned, change, !change.deleteBefore);
        break;
      case "create":
      case "read":
        await this.#make(planned, change, false);
        break;
      case "delete":
        throw new Error(`${planned.urn} is planned and was decided to be deleted`);
    }
  }

  /** The cloud isn't asked; what only the state knows (protection, dependencies, …) may still have changed. */
  #keep(planned: PlannedResource, old: ResourceState | undefined): void {
    if (old === undefined) return;
    const { id, inputs = {}, outputs = {}, external = false } = old;
    const next = madeState(planned, { id, inputs, outputs, external, providerId: this.#providerId(planned) });
    if (canonicalJson(next) !== canonicalJson(old)) this.#put(next, false);
  }

  async #update(planned: PlannedResource, old: ResourceState | undefined, { inputs }: Change): Promise<void> {
    const previous = { inputs: old?.inputs ?? {}, outputs: old?.outputs ?? {} };
    const outputs = this.#outputs(planned, { ...planned, nonce: old?.id ?? planned.urn }, inputs, previous);
    const next = madeState(planned, {
      id: old?.id,
      inputs,
      outputs,
      external: false,
      providerId: this.#providerId(planned),
    });
    await this.#calls.update(next);
    this.#put(next, false);
  }

  async #make(planned: PlannedResource, { inputs }: Change, condemn: boolean): Promise<void> {
    const { cloud } = this.#context;
    const applicant = { ...planned, nonce: decideNonce(planned.urn, cloud.created(planned.urn)) };
    const outputs = this.#outputs(planned, applicant, inputs);
    const external = planned.custom && planned.importId !== undefined;
    const next = madeState(planned, {
      id: planned.custom ? (planned.importId ?? decideId(applicant, outputs)) : undefined,
      inputs,
      outputs,
      external,
      providerId: this.#providerId(planned),
    });
    if (planned.custom && !external) {
      await this.#makeRoom(next);
      await this.#calls.create(next);
    }
    this.#put(next, condemn);
  }

  /**
   * Deletes an old half that an earlier run didn't come to, where it has the very name that is wanted again since a change was taken
   * back. Nobody else would: old halves go last, and what is wanted can't be made before. Also where the new half is gone already.
   */
  async #makeRoom(next: ResourceState): Promise<void> {
    const { state } = this.#context;
    if (!isInCloud(next)) return;
    const wanted = canonicalJson(cloudKey(next));
    const left = state.resources.find(
      (one) => one.urn === next.urn && one.delete === true && isInCloud(one) && canonicalJson(cloudKey(one)) === wanted,
    );
    if (left === undefined) return;
    const step = this.#decideDeletions(state.resources).find((one) => isSame(one, left));
    if (step !== undefined) await this.#remove(step);
  }

  #outputs(
    planned: PlannedResource,
    applicant: Applicant,
    inputs: Change["inputs"],
    previous?: { inputs: Change["inputs"]; outputs: Change["inputs"] },
  ): Change["inputs"] {
    // The program gives a component its outputs; a plan doesn't keep them.
    if (!planned.custom) return previous?.outputs ?? {};
    const provider = this.#context.state.live(planned.provider ?? "")?.inputs ?? {};
    return decideOutputs(applicant, inputs, {
      provider,
      additionalSecretOutputs: planned.additionalSecretOutputs,
      declared: this.#context.declared,
      ...(previous === undefined ? {} : { previous }),
    });
  }

  #put(resource: ResourceState, condemn: boolean): void {
    this.#context.state.record({ kind: "put", resources: [resource], condemn });
  }

  #providerId(planned: PlannedResource): string | undefined {
    return this.#context.state.live(planned.provider ?? "")?.id;
  }

  #referent(urn: string): Referent | undefined {
    const state = this.#context.state.live(urn);
    return state === undefined ? undefined : { state, fresh: false };
  }

  /** Deletes a resource that will be made again, and before it what depends on it and won't survive either. */
  async #clearTheWay(resource: ResourceState): Promise<void> {
    const { state } = this.#context;
    const going = [...deletedFirst(resource.urn, goneTest(this.#ahead), state.resources), resource];
    for (const one of going) {
      if (one.pendingReplacement === true || goesWith(one, going) !== undefined) continue;
      const along = going.filter((other) => goesWith(other, going) === one);
      await this.#deleteForNow(one, along);
    }
  }

  async #deleteForNow(resource: ResourceState, along: readonly ResourceState[]): Promise<void> {
    await this.#calls.delete(resource, along);
    const resources = [resource, ...along].map((one) => ({ ...one, pendingReplacement: true }));
    this.#context.state.record({ kind: "put", resources, condemn: false });
  }

  async #remove(step: Step): Promise<AppliedStep | undefined> {
    const { state } = this.#context;
    const applied: AppliedStep = { urn: step.urn, type: step.type, name: step.name, step: "delete", diffs: [] };
    const counted = this.#halves.has(referenceText(step)) ? undefined : applied;
    const resource = state.find(step);
    if (resource === undefined) return counted;
    const { goesWith: host } = step;
    if (host !== undefined && this.#ahead.some((other) => isSame(other, host))) {
      this.#waitingForHost = [...this.#waitingForHost, step];
      return counted;
    }
    const along = this.#waitingForHost.flatMap((other) => {
      const found = other.goesWith !== undefined && isSame(other.goesWith, step) ? state.find(other) : undefined;
      return found === undefined ? [] : [found];
    });
    await this.#calls.delete(resource, along);
    this.#waitingForHost = this.#waitingForHost.filter(({ goesWith: awaited }) => !awaited || !isSame(awaited, step));
    this.#takeOut([resource, ...along]);
    return counted;
  }

  /**
   * Takes deleted resources out of the state. While some wait for their host and may still name them, they are only marked
   * as gone, and follow when the last host is deleted.
   */
  #takeOut(deleted: readonly ResourceState[]): void {
    const { state } = this.#context;
    this.#lingering = [...this.#lingering, ...deleted];
    if (this.#waitingForHost.length === 0) {
      state.record({ kind: "remove", references: this.#lingering.map(referenceTo) });
      this.#lingering = [];
      return;
    }
    const resources = deleted.filter(isInCloud).map((one) => ({ ...one, pendingReplacement: true }));
    if (resources.length > 0) state.record({ kind: "put", resources, condemn: false });
  }
}
