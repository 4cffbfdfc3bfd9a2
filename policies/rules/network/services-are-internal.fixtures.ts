import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { servicesAreInternal } from "./services-are-internal.ts";

const good = planned("kubernetes:core/v1:Service", {
  metadata: { name: "order", namespace: "commerce" },
  spec: { type: "ClusterIP", selector: { app: "order" } },
});

const kafka = planned("kubernetes:kafka.strimzi.io/v1:Kafka", {
  spec: {
    kafka: {
      listeners: [
        { name: "tls", type: "internal" },
        { name: "outside", type: "loadbalancer", configuration: { createBootstrapService: false } },
      ],
      template: {
        perPodService: { metadata: { annotations: { "networking.gke.io/load-balancer-type": "Internal" } } },
      },
    },
  },
});

export const fixtures: RuleFixtures = {
  rule: servicesAreInternal,
  holds: {
    "is reached from inside": [good],
    ...changes([good], {
      "says no type": ["spec.type", undefined],
      "is a load balancer for named blocks": [
        "spec",
        { type: "LoadBalancer", loadBalancerSourceRanges: ["192.0.2.0/24"] },
      ],
    }),
    "has brokers inside": [kafka],
    ...changes([kafka], {
      "has brokers for named blocks": [
        "spec.kafka",
        {
          listeners: [
            {
              type: "loadbalancer",
              configuration: { createBootstrapService: false, loadBalancerSourceRanges: ["192.0.2.0/24"] },
            },
          ],
        },
      ],
    }),
    "is a load balancer inside": changedAll(
      [good],
      ["spec.type", "LoadBalancer"],
      ["metadata.annotations", { "networking.gke.io/load-balancer-type": "Internal" }],
    ),
    "is a load balancer inside on AWS": changedAll(
      [good],
      ["spec.type", "LoadBalancer"],
      ["metadata.annotations", { "service.beta.kubernetes.io/aws-load-balancer-internal": "true" }],
    ),
  },
  violated: {
    ...changes([good], {
      "opens a port on every node": ["spec.type", "NodePort"],
      "is open to everybody": ["spec.type", "LoadBalancer"],
      "is open to nobody, hence to everybody": ["spec", { type: "LoadBalancer", loadBalancerSourceRanges: [] }],
      "names the whole Internet": ["spec", { type: "LoadBalancer", loadBalancerSourceRanges: ["0.0.0.0/0"] }],
      "takes an address": ["spec.externalIPs", ["192.0.2.1"]],
      "takes an address, beside an unknown type": ["spec", { type: unknownMarker, externalIPs: ["192.0.2.1"] }],
    }),
    ...changes([kafka], {
      "has brokers for everybody": ["spec.kafka.template", undefined],
      "has a load balancer for all brokers that is open": ["spec.kafka.listeners[1].configuration", {}],
      "has brokers at every node": ["spec.kafka.listeners[1].type", "nodeport"],
      "has listeners of no type": ["spec.kafka.listeners[0].type", undefined],
    }),
  },
  undecided: changes([good], {
    "only the cloud knows": ["spec", unknownMarker],
    "a text of the cloud": ["spec.type", fromCloud],
    "only the cloud knows its sources": ["spec", { type: "LoadBalancer", loadBalancerSourceRanges: [fromCloud] }],
  }),
  guards: [
    { path: "spec.type", absent: "holds", bad: ["NodePort", "LoadBalancer"] },
    { path: "spec.externalIPs", absent: "holds", bad: [["192.0.2.1"], "192.0.2.1"] },
  ],
};
