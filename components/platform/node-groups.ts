import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { MaintenanceWish } from "../../environments/schema/cluster.ts";
import type { NodeProvisioner } from "../cloud.ts";
import type { NodeGroup } from "../kit/cluster/node-groups.ts";
import { purposeLabel } from "../kit/cluster/node-pools.ts";
import { decideQuietTimes } from "../kit/cluster/quiet-times.ts";
import { Component } from "../kit/component.ts";
import { decideLabels } from "../kit/labels.ts";
import type { Surroundings } from "../kit/surroundings.ts";

/** What groups of nodes are made from. */
export interface NodeGroupsArgs {
  readonly groups: readonly NodeGroup[];
  readonly provisioner: NodeProvisioner;
  /** By the names of `NodeProvisioner.parts`. */
  readonly parts: Readonly<Record<string, Input<string>>>;
  /** When nodes may be replaced only because they are no longer what they would be today. */
  readonly maintenance: MaintenanceWish;
  readonly surroundings: Surroundings;
  /** What defines their kinds, where the platform does. */
  readonly after: readonly Resource[];
}

/**
 * The groups of nodes that come and go: for each a class of the cloud's, which says what its nodes are made of, and a
 * NodePool of Karpenter's, which says for whom and how many.
 *
 * Deleting a group drains its nodes first; that may take as long as the pods on them need. https://karpenter.sh/docs/concepts/
 */
export class NodeGroups extends Component {
  static readonly type = "landbridge:platform:NodeGroups";

  constructor(name: string, args: NodeGroupsArgs, opts: ComponentResourceOptions) {
    super(NodeGroups.type, name, { groups: args.groups.map((group) => group.name) }, opts);
    for (const group of args.groups) {
      const nodeClass = createClass(`${name}-${group.name}-class`, group, args, this);
      createPool(`${name}-${group.name}`, group, args, nodeClass, this);
    }
    this.registerOutputs({});
  }
}

function createClass(name: string, group: NodeGroup, args: NodeGroupsArgs, parent: Component): CustomResource {
  const { provisioner, parts, surroundings, after } = args;
  const { apiVersion, kind } = provisioner.nodeClass;
  return new CustomResource(
    name,
    {
      apiVersion,
      kind,
      metadata: metadata(group.name, surroundings),
      spec: provisioner.classOf(group, parts, surroundings.tags),
    },
    { parent, dependsOn: [...after], customTimeouts: { delete: drainTime } },
  );
}

/** https://karpenter.sh/docs/concepts/nodepools/ */
function createPool(
  name: string,
  group: NodeGroup,
  { provisioner, maintenance, surroundings }: NodeGroupsArgs,
  nodeClass: CustomResource,
  parent: Component,
): CustomResource {
  return new CustomResource(
    name,
    {
      apiVersion: "karpenter.sh/v1",
      kind: "NodePool",
      metadata: metadata(group.name, surroundings),
      spec: {
        weight: group.weight,
        limits: { cpu: String(group.most.cpu), memory: `${group.most.memoryGiB}Gi` },
        template: templateOf(group, provisioner),
        disruption: decideDisruption(group, maintenance),
      },
    },
    { parent, dependsOn: [nodeClass], customTimeouts: { delete: drainTime } },
  );
}

/** https://karpenter.sh/docs/concepts/nodepools/#spectemplate */
function templateOf(group: NodeGroup, provisioner: NodeProvisioner) {
  const { ownPods } = provisioner;
  return {
    ...(ownPods === undefined ? {} : { metadata: { labels: { ...ownPods.labels } } }),
    spec: {
      nodeClassRef: classReference(group.name, provisioner),
      requirements: requirementsOf(group, provisioner),
      taints: group.taints.map((taint) => ({ ...taint })),
      ...(ownPods === undefined ? {} : { startupTaints: ownPods.startupTaints.map((taint) => ({ ...taint })) }),
      // By age alone a node would be taken away whatever the hour; a new image replaces it in the window.
      expireAfter: "Never",
      // Without an end Karpenter begins with no outdated node on which a budget holds a pod, as PostgreSQL's does its
      // primary, which only moves once its node is being drained.
      terminationGracePeriod: "24h",
    },
  };
}

// A store's pod moves its volume to another node first, one after the other.
const drainTime = "30m";

function classReference(name: string, { nodeClass: { apiVersion, kind } }: NodeProvisioner) {
  const [group = ""] = apiVersion.split("/");
  return { group, kind, name };
}

function requirementsOf(group: NodeGroup, provisioner: NodeProvisioner) {
  const own = {
    // The one of these that a pod asks for; a node for whoever doesn't ask gets any.
    [purposeLabel]: group.purposes,
    "karpenter.sh/capacity-type": [group.spot ? "spot" : "on-demand"],
    // An image for ARM is not a given.
    "kubernetes.io/arch": ["amd64"],
    "kubernetes.io/os": ["linux"],
  };
  return [
    ...Object.entries(own).map(([key, values]) => ({ key, operator: "In", values: [...values] })),
    ...provisioner.requirementsOf(group).map(({ key, operator, values }) => ({ key, operator, values: [...values] })),
  ];
}

/**
 * A tenth of a group's nodes may be taken away at a time, one at least; those that are only outdated, in the window alone.
 * https://karpenter.sh/docs/concepts/disruption/#nodepool-disruption-budgets
 */
function decideDisruption({ onlyWhenEmpty }: NodeGroup, maintenance: MaintenanceWish) {
  const quiet = decideQuietTimes(maintenance).map(({ schedule, hours }) => ({
    nodes: "0",
    reasons: ["Drifted"],
    schedule,
    duration: `${hours}h`,
  }));
  return {
    consolidationPolicy: onlyWhenEmpty ? "WhenEmpty" : "WhenEmptyOrUnderutilized",
    consolidateAfter: "10m",
    budgets: [{ nodes: "10%" }, ...quiet],
  };
}

function metadata(name: string, { system, tags }: Surroundings) {
  return { name, labels: decideLabels({ name, component: "node", partOf: system }, tags) };
}
