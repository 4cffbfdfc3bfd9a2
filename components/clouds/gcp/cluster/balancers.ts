import type { BalancerFacts } from "../../../kit/network/balancers.ts";

/**
 * GKE makes passthrough load balancers by a controller of its own, with firewall rules for the sources that a Service names. Peers come in
 * through tunnels of one region: an internal address answers callers that are routed from any.
 * https://cloud.google.com/kubernetes-engine/docs/concepts/service-load-balancer-parameters
 * https://cloud.google.com/kubernetes-engine/docs/how-to/internal-load-balancing#global_access
 */
export const gcpBalancers: BalancerFacts = {
  record: "A",
  internal: {
    annotations: {
      "networking.gke.io/load-balancer-type": "Internal",
      "networking.gke.io/internal-load-balancer-allow-global-access": "true",
    },
  },
  public: { annotations: { "cloud.google.com/l4-rbs": "enabled" } },
};
