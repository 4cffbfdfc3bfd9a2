import type { BalancerFacts } from "../../../kit/network/balancers.ts";
import { tagText, type Tags } from "../../../kit/tags.ts";

/**
 * AKS puts an address for each Service on its two load balancers, the public one and the internal one; the latter's are of the nodes' subnet. It
 * opens its own rules at the nodes' interfaces, while those of the subnet are ours: see `decideSecurityRules`. The longest time that a connection
 * may be silent is 30 minutes. https://cloud-provider-azure.sigs.k8s.io/topics/loadbalancer/
 * https://learn.microsoft.com/azure/aks/internal-lb
 */
export function azureBalancers(tags: Tags): BalancerFacts {
  const common = { "service.beta.kubernetes.io/azure-load-balancer-tcp-idle-timeout": "30" };
  return {
    record: "A",
    internal: { annotations: { ...common, "service.beta.kubernetes.io/azure-load-balancer-internal": "true" } },
    public: { annotations: { ...common, "service.beta.kubernetes.io/azure-pip-tags": tagText(tags) } },
  };
}
