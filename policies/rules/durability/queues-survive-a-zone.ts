import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged, notApplicable, textAt } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed brokers of queues are spread over zones. */
export const queuesSurviveAZone: ResourceRule = {
  id: "PK-DUR-017",
  name: "queues-survive-a-zone",
  says: "Managed brokers of queues are spread over zones.",
  why: "What waits in a single broker's queues is out of reach as long as its zone is, and nobody can send.",
  fix: "Write `brokers: 3` for the store, which can't be changed later: the broker is made anew.",
  severity: "high",
  pack: "reliability",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CP-10", "A1.1"],
  source: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-broker-architecture.html",
  ...judgedByType({ "aws:mq/broker:Broker": judgeAmazonMq }),
};

function judgeAmazonMq(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  if (textAt(at(inputs, "engineType")) === "ActiveMQ") return notApplicable("the rule knows brokers of RabbitMQ only");
  return judged(
    expectValue(at(inputs, "deploymentMode"), "CLUSTER_MULTI_AZ", (value) => value === "CLUSTER_MULTI_AZ"),
    "a broker in each zone has every message",
  );
}
