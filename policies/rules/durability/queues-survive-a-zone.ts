import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, itemsOf, judged, notApplicable, textAt, violated } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Brokers of queues are spread over zones. */
export const queuesSurviveAZone: ResourceRule = {
  id: "PK-DUR-017",
  name: "queues-survive-a-zone",
  says: "Brokers of queues are spread over zones.",
  why: "What waits in a single broker's queues is out of reach as long as its zone is, and nobody can send.",
  fix: {
    aws: "Write `brokers: 3` for the store, which can't be changed later: the broker is made anew.",
    kubernetes: "Write `brokers: 3` or more for the store, and give its cluster three zones.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-10", "A1.1"],
  source: {
    aws: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-broker-architecture.html",
    kubernetes: "https://www.rabbitmq.com/docs/quorum-queues",
  },
  ...judgedByType({
    "aws:mq/broker:Broker": judgeAmazonMq,
    "kubernetes:rabbitmq.com/v1beta1:RabbitmqCluster": judgeCluster,
  }),
};

function judgeAmazonMq(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (textAt(at(inputs, "engineType")) === "ActiveMQ") return notApplicable("the rule knows brokers of RabbitMQ only");
  return judged(
    expectValue(at(inputs, "deploymentMode"), "CLUSTER_MULTI_AZ", (value) => value === "CLUSTER_MULTI_AZ"),
    "a broker in each zone has every message",
  );
}

const zoneKey = "topology.kubernetes.io/zone";

/** The brokers of a queue elect another leader as long as more than half of them are there. */
function judgeCluster(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const spread = at(spec, "override", "statefulSet", "spec", "template", "spec", "topologySpreadConstraints");
  const { items, findings } = itemsOf(spread);
  const overZones = items.some((constraint) => at(constraint, "topologyKey").value === zoneKey);
  return judged(
    [
      ...expectValue(at(spec, "replicas"), "3 or more", (value) => typeof value === "number" && value >= 3),
      ...findings,
      ...(overZones || findings.length > 0 ? [] : [violated(`${spread.path} has none with topologyKey ${zoneKey}`)]),
    ],
    "most brokers are left without a zone",
  );
}
