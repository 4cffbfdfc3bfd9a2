import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Services are reached from inside; what faces users has named sources. */
export const servicesAreInternal: ResourceRule = {
  id: "PK-NET-012",
  name: "services-are-internal",
  says: "Services are reached from inside; what faces users has named sources.",
  why: "A NodePort opens a port on every node, an external IP takes over other people's traffic, and a load balancer for everybody passes the gateway by.",
  fix: "Use `type: ClusterIP` behind the gateway; give a LoadBalancer `loadBalancerSourceRanges` or make it internal.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CC6.6", "SC-7"],
  source: "https://kubernetes.io/docs/concepts/services-networking/service/",
  ...judgedByType({
    "kubernetes:core/v1:Service": judgeService,
    "kubernetes:kafka.strimzi.io/v1:Kafka": judgeKafka,
  }),
};

function judgeService(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const { items, findings } = itemsOf(at(spec, "externalIPs"));
  return judged(
    [
      ...findings,
      ...items.map(({ path }) => violated(`${path} takes over an address outside of the cluster`)),
      ...(at(spec, "type").value === "LoadBalancer"
        ? namedSources(spec, at(inputsOf(resource), "metadata", "annotations"))
        : expectValue(
            at(spec, "type"),
            "ClusterIP, ExternalName or a LoadBalancer with named sources",
            (value) => value === "ClusterIP" || value === "ExternalName",
            "holds",
          )),
    ],
    "it is reached from inside",
  );
}

/** The operator makes a Service of each listener that isn't internal: for each broker, and one for all unless it is told not to. */
function judgeKafka(resource: PlannedResource): Judgement {
  const kafka = at(inputsOf(resource), "spec", "kafka");
  const ofBrokers = at(kafka, "template", "perPodService", "metadata", "annotations");
  const { items, findings } = itemsOf(at(kafka, "listeners"));
  return judged(
    [...findings, ...items.flatMap((listener) => judgeListener(listener, ofBrokers))],
    "listeners are internal",
  );
}

function judgeListener(listener: Place, ofBrokers: Place): Finding[] {
  if (at(listener, "type").value !== "loadbalancer")
    return expectValue(
      at(listener, "type"),
      "internal, cluster-ip or a loadbalancer with named sources",
      (value) => value === "internal" || value === "cluster-ip",
    );
  const configuration = at(listener, "configuration");
  const bootstrap = at(configuration, "createBootstrapService");
  return bootstrap.value === false
    ? namedSources(configuration, ofBrokers)
    : namedSources(configuration, at(configuration, "bootstrap", "annotations"));
}

/** Annotations by which a load balancer stays inside the network. */
const internal = [
  ["networking.gke.io/load-balancer-type", "Internal"],
  ["cloud.google.com/load-balancer-type", "Internal"],
  ["service.beta.kubernetes.io/aws-load-balancer-internal", "true"],
  ["service.beta.kubernetes.io/aws-load-balancer-scheme", "internal"],
  ["service.beta.kubernetes.io/azure-load-balancer-internal", "true"],
] as const;

function namedSources(spec: Place, annotations: Place): Finding[] {
  if (internal.some(([key, value]) => textAt(at(annotations, key)) === value)) return [];
  const ranges = at(spec, "loadBalancerSourceRanges");
  if (isAbsent(ranges)) return [violated(`${ranges.path} is missing; the load balancer is open to everybody`)];
  const { items, findings } = itemsOf(ranges);
  if (items.length === 0 && findings.length === 0)
    return [violated(`${ranges.path} is empty; the load balancer is open to everybody`)];
  return [
    ...findings,
    ...items.flatMap((range) =>
      expectValue(
        range,
        "a block that isn't the whole Internet",
        (value) => typeof value === "string" && /\/(?:[89]|[1-9]\d|1[01]\d|12[0-8])$/.test(value),
      ),
    ),
  ];
}
