import type { Input } from "@pulumi/pulumi";
import type { NodeGroup } from "../kit/cluster/node-groups.ts";
import type { Tags } from "../kit/tags.ts";

/** A field of an object in the cluster. */
export type ObjectField = Input<
  string | number | boolean | readonly ObjectField[] | { readonly [key: string]: ObjectField }
>;

/** What a node must have, in Karpenter's words. https://karpenter.sh/docs/concepts/nodepools/#spectemplatespecrequirements */
export interface NodeRequirement {
  readonly key: string;
  readonly operator: "In";
  readonly values: readonly string[];
}

/** What the provisioner has to know of pods that the cloud itself runs on every node. */
export interface OwnPods {
  /** By which they choose a node, so that their room on it is counted. */
  readonly labels: Readonly<Record<string, string>>;
  /** That keep everybody else off until they run, and which they take away. */
  readonly startupTaints: readonly {
    readonly key: string;
    readonly value: string;
    readonly effect: "NoExecute" | "NoSchedule";
  }[];
}

/** What the provisioner that runs in the cluster is told, where the platform runs it. */
export interface ProvisionerOperator {
  /** By which it finds the cluster. */
  readonly cluster: string;
  readonly region: string;
  /** Where the cloud says that it is about to take a node back. */
  readonly interruptions: string;
}

/**
 * How nodes come and go where Karpenter makes them: the platform's objects are the same on every cloud but for what a node is
 * made of. Its own service account, where the platform runs it, is `nodeProvisioner` of `components/kit`, which has its
 * rights in the cloud already.
 */
export interface NodeProvisioner {
  /** Of the objects that say what a node is made of. */
  readonly nodeClass: { readonly apiVersion: string; readonly kind: string };
  /** Absent where the cloud runs the provisioner itself. */
  readonly operator?: ProvisionerOperator | undefined;
  /** Names of what only the cloud can tell of nodes, see `Cluster.nodeParts`. */
  readonly parts: readonly string[];
  /** What pods of the cloud's own know new nodes by. - behaviour: by nothing. */
  readonly ownPods?: OwnPods | undefined;
  /** All that a node of a group is made of but its machine, as the spec of a node class. */
  classOf(
    group: NodeGroup,
    parts: Readonly<Record<string, Input<string>>>,
    tags: Tags,
  ): Readonly<Record<string, ObjectField>>;
  /** Which machines a group's nodes may be, and where. */
  requirementsOf(group: NodeGroup): readonly NodeRequirement[];
}
