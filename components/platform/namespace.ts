import type { ComponentResourceOptions, Output } from "@pulumi/pulumi";
import { LimitRange } from "@pulumi/kubernetes/core/v1/limitRange.js";
import { Namespace as KubernetesNamespace } from "@pulumi/kubernetes/core/v1/namespace.js";
import { ResourceQuota } from "@pulumi/kubernetes/core/v1/resourceQuota.js";
import { NetworkPolicy } from "@pulumi/kubernetes/networking/v1/networkPolicy.js";
import { Component } from "../kit/component.ts";
import { decideLabels, type Labels } from "../kit/labels.ts";
import { podSecurityLabels, type NamespaceLimits, type PodSecurity } from "../kit/limits.ts";
import { allowDns, decideNetworkPolicies, denyAll } from "../kit/network/flows/network-policies.ts";
import type { Flow } from "../kit/network/flows/flow.ts";
import { after } from "../kit/outputs.ts";
import type { Surroundings } from "../kit/surroundings.ts";

/** What a namespace is for. */
export interface NamespaceArgs {
  /** Its name in the cluster. */
  readonly namespace: string;
  readonly surroundings: Surroundings;
  readonly podSecurity: PodSecurity;
  /** Labels besides those that everything has, e.g. its owner. */
  readonly labels?: Labels;
  /** - behaviour: no quota, and no defaults for containers. */
  readonly limits?: NamespaceLimits;
  /** What may flow in and out; all else is closed but asking for names. */
  readonly flows: readonly Flow[];
  /** Refuse to delete it: whatever is in it would go with it, stores included. */
  readonly protect: boolean;
}

/**
 * A namespace with a Pod Security Standard, its quota and closed doors. Its default service account is left alone: every
 * pod of ours has its own or mounts no token.
 */
export class Namespace extends Component {
  static readonly type = "landbridge:platform:Namespace";
  /** Known now; whoever uses it waits until the namespace is there. */
  readonly name: Output<string>;

  constructor(name: string, args: NamespaceArgs, opts: ComponentResourceOptions) {
    super(Namespace.type, name, { namespace: args.namespace }, opts);
    const { namespace, surroundings, podSecurity, limits } = args;
    const subject = { name: namespace, component: "namespace", partOf: surroundings.system } as const;
    const labels = { ...decideLabels(subject, surroundings.tags), ...args.labels };
    const created = new KubernetesNamespace(
      name,
      {
        metadata: {
          name: namespace,
          labels: { ...labels, ...podSecurityLabels(podSecurity, surroundings.kubernetes) },
        },
      },
      { parent: this, protect: args.protect },
    );
    this.name = after(created, namespace);
    const metadata = (object: string) => ({ name: object, namespace: this.name, labels });
    if (limits !== undefined) {
      new ResourceQuota(
        `${name}-quota`,
        { metadata: metadata("quota"), spec: { hard: limits.hard } },
        { parent: this },
      );
      new LimitRange(
        `${name}-defaults`,
        { metadata: metadata("container-defaults"), spec: { limits: [limits.containers] } },
        { parent: this },
      );
    }
    for (const policy of [denyAll, allowDns, ...decideNetworkPolicies(args.flows, namespace)]) {
      const policyArgs = { metadata: metadata(policy.name), spec: policy.spec };
      new NetworkPolicy(`${name}-${policy.name}`, policyArgs, { parent: this });
    }
    this.registerOutputs({ name: this.name });
  }
}
