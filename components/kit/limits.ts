import type { DomainWish } from "../../environments/schema/domains.ts";
import { quantities } from "./sizes.ts";

/** What the pods of a domain may take together, in Kubernetes' notation. */
export type QuotaHard = Readonly<Record<string, string>>;

/**
 * A domain's quota. Memory is limited where it is requested, since services request what they are limited to; CPU has no
 * limit, since idle CPU is better used than throttled. Addresses that face the outside are the gateway's alone.
 * https://kubernetes.io/docs/concepts/policy/resource-quotas/
 */
export function decideQuota({ cpu, memoryGiB, pods }: DomainWish["quota"]): QuotaHard {
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
 * Without it such a pod would be refused, since the quota asks for requests.
 * https://kubernetes.io/docs/concepts/policy/limit-range/
 */
export const containerDefaults = {
  type: "Container",
  defaultRequest: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
  default: { memory: "128Mi", "ephemeral-storage": "256Mi" },
} as const;

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
