import type { DomainWish } from "../../environments/schema/domains.ts";
import { quantities } from "./sizes.ts";

/** What the pods of a namespace may take together, in Kubernetes' notation. */
export type QuotaHard = Readonly<Record<string, string>>;

/** What a container of a namespace gets that says nothing, in Kubernetes' notation. */
export interface ContainerDefaults {
  readonly type: "Container";
  readonly defaultRequest: Readonly<Record<string, string>>;
  readonly default: Readonly<Record<string, string>>;
}

/** A quota, and with it defaults: without them a pod that says nothing would be refused, since the quota asks for requests. */
export interface NamespaceLimits {
  readonly hard: QuotaHard;
  readonly containers: ContainerDefaults;
}

/** What a domain's namespace may take. */
export function decideDomainLimits(quota: DomainWish["quota"]): NamespaceLimits {
  return { hard: decideQuota(quota), containers: containerDefaults };
}

/**
 * A domain's quota. Memory is limited where it is requested, since services request what they are limited to; CPU has no
 * limit, since idle CPU is better used than throttled. Addresses that face the outside are the gateway's alone.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
function decideQuota({ cpu, memoryGiB, pods }: DomainWish["quota"]): QuotaHard {
  const together = quantities({ cpu, memoryGiB });
  return {
    "requests.cpu": together.cpu,
    "requests.memory": together.memory,
    "limits.memory": together.memory,
    pods: String(pods),
    "services.loadbalancers": "0",
    "services.nodeports": "0",
  };
}

/**
 * What a container gets that says nothing: small, so that a forgotten request is noticed by its owner and by nobody else.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
const containerDefaults: ContainerDefaults = {
  type: "Container",
  defaultRequest: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
  default: { memory: "128Mi", "ephemeral-storage": "256Mi" },
};

/** Pod Security levels of a namespace, from strict to none. */
export type PodSecurity = "restricted" | "baseline" | "privileged";

/**
 * Labels by which the API server enforces a Pod Security Standard, pinned to the cluster's minor version, so that an
 * upgrade of the cluster changes nothing by itself.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
export function podSecurityLabels(level: PodSecurity, kubernetes: string): Readonly<Record<string, string>> {
  const version = `v${kubernetes}`;
  return {
    "pod-security.kubernetes.io/enforce": level,
    "pod-security.kubernetes.io/enforce-version": version,
    // Audit and warn say what a stricter level would refuse.
    "pod-security.kubernetes.io/audit": "restricted",
    "pod-security.kubernetes.io/audit-version": version,
    "pod-security.kubernetes.io/warn": "restricted",
    "pod-security.kubernetes.io/warn-version": version,
  };
}
