import type { BalancerFacts } from "../../../kit/network/balancers.ts";
import { tagText, type Tags } from "../../../kit/tags.ts";

/**
 * EKS's own service controller makes network load balancers; neither Auto Mode nor the AWS Load Balancer Controller is there. It finds
 * our subnets by their tags, lets the sources that a Service names in at the nodes' security group, and keeps callers' addresses, since
 * nodes are the targets. It knows `internal` alone; `scheme` says the same to the other controller, should somebody install it.
 * https://cloud-provider-aws.sigs.k8s.io/service_controller/
 * https://kubernetes-sigs.github.io/aws-load-balancer-controller/latest/guide/service/annotations/
 */
export function awsBalancers(tags: Tags): BalancerFacts {
  const common = {
    "service.beta.kubernetes.io/aws-load-balancer-type": "nlb",
    "service.beta.kubernetes.io/aws-load-balancer-additional-resource-tags": tagText(tags),
  };
  return {
    record: "CNAME",
    internal: {
      annotations: {
        ...common,
        "service.beta.kubernetes.io/aws-load-balancer-internal": "true",
        "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
      },
    },
    public: {
      annotations: { ...common, "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing" },
    },
  };
}
