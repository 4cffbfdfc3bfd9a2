import type { PlannedObject } from "../plan/planned-resource.ts";
import type { ResourceState } from "./state/checkpoint.ts";
import { CloudError, LostReplyError } from "./errors.ts";
import type { ClusterCalls } from "./cluster/cluster-calls.ts";
import type { Faults, ProviderCall } from "./faults.ts";
import { parseProvider } from "./steps/provider-reference.ts";
import { referenceTo } from "./steps/resource-reference.ts";
import type { CloudKey, SimulatedCloud } from "./simulated/cloud.ts";
import type { StackState } from "./state/stack-state.ts";

/** Types that exist in the state only: there is no cloud to ask. */
export function needsNoCloud(type: string): boolean {
  return ["pulumi:", "random:", "tls:"].some((provider) => type.startsWith(provider));
}

/** Whether something in a cloud stands behind a resource of a state. */
export function isInCloud(resource: ResourceState): boolean {
  return (
    resource.custom &&
    resource.external !== true &&
    resource.pendingReplacement !== true &&
    !needsNoCloud(resource.type)
  );
}

/** What the cloud knows a resource by. Names of Kubernetes objects are unique in their cluster only. */
export function cloudKey({ type, id = "", provider }: ResourceState): CloudKey {
  const inCluster = type.startsWith("kubernetes:") && provider !== undefined;
  return { type, id, scope: inCluster ? parseProvider(provider).id : "" };
}

/**
 * Calls to the simulated cloud as a run makes them: what is about to be done is noted in the state first, and cleared
 * only when it certainly didn't happen. A reply that is lost leaves it pending, for the next run to settle.
 */
export class ProviderCalls {
  readonly #state: StackState;
  readonly #cloud: SimulatedCloud;
  readonly #faults: Faults;
  readonly #cluster: ClusterCalls | undefined;

  /** With a cluster, what the simulated cloud is told of Kubernetes is told to it first, and only if it agrees. */
  constructor(state: StackState, cloud: SimulatedCloud, faults: Faults, cluster?: ClusterCalls) {
    this.#state = state;
    this.#cloud = cloud;
    this.#faults = faults;
    this.#cluster = cluster;
  }

  async create(resource: ResourceState): Promise<void> {
    if (!isInCloud(resource)) {
      this.#cloud.count(resource.urn);
      return;
    }
    const object = { ...cloudKey(resource), urn: resource.urn, properties: resource.outputs ?? {} };
    await this.#call("create", [resource], async () => {
      await this.#cluster?.apply(resource);
      this.#cloud.create(object);
    });
  }

  async update(resource: ResourceState): Promise<void> {
    if (!isInCloud(resource)) return;
    const properties: PlannedObject = resource.outputs ?? {};
    await this.#call("update", [resource], async () => {
      await this.#cluster?.apply(resource);
      this.#cloud.update(cloudKey(resource), properties);
    });
  }

  /**
   * Deletes a resource, and in the same moment those that disappear with it. Nothing is asked of the cloud for what isn't
   * in it; what the stack keeps is only let go.
   */
  async delete(resource: ResourceState, along: readonly ResourceState[]): Promise<void> {
    const group = [resource, ...along].filter(isInCloud);
    if (!isInCloud(resource)) return;
    await this.#call("delete", group, async () => {
      if (resource.retainOnDelete !== true) for (const one of group) await this.#cluster?.delete(one);
      if (resource.retainOnDelete === true) this.#cloud.retain(cloudKey(resource), true);
      else this.#cloud.delete(group.map(cloudKey));
    });
  }

  async #call(
    operation: ProviderCall["operation"],
    resources: readonly ResourceState[],
    carryOut: () => Promise<void>,
  ): Promise<void> {
    const urn = resources[0]?.urn ?? "";
    const type = operation === "create" ? "creating" : operation === "update" ? "updating" : "deleting";
    this.#state.record({
      kind: "pending",
      operations: resources.map((resource) => ({ resource, type })),
    });
    await this.#faults.onBoundary?.("before call", urn);
    const fault = this.#faults.onCall?.({ operation, urn }) ?? "none";
    try {
      if (fault === "fail") throw new CloudError(`Error 503: the ${operation} was refused (injected fault)`);
      await carryOut();
    } catch (error) {
      if (error instanceof CloudError) this.#state.record({ kind: "cleared", references: resources.map(referenceTo) });
      throw error;
    }
    await this.#faults.onBoundary?.("after call", urn);
    if (fault === "lost reply")
      throw new LostReplyError(
        `no answer to the ${operation} (injected fault); the next run finds out what became of it`,
      );
  }
}
