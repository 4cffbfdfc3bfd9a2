import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Managed brokers of queues log who connected and what failed. */
export const queuesAreLogged: ResourceRule = {
  id: "PK-LOG-008",
  name: "queues-are-logged",
  says: "Managed brokers of queues log who connected and what failed.",
  why: "A login that is being tried out, or a queue that was deleted, is seen nowhere else.",
  fix: { aws: "Set `logs.general: true`." },
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["AU-12", "CC7.2"],
  source: { aws: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/security-logging-monitoring.html" },
  ...judgedByType({ "aws:mq/broker:Broker": judgeAmazonMq }),
};

function judgeAmazonMq(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "logs", "general"), "true", (value) => value === true),
    "what happens is logged",
  );
}
