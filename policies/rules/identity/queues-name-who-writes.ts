import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { expectSomebody } from "../../facts/members.ts";
import { statementsOf, textsAt } from "../../facts/policy-document.ts";
import { at, expectValue, inputsOf, isAbsent, judged, violated, type Finding, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Queues, topics and repositories name who may use them, and queues refuse connections in the clear. */
export const queuesNameWhoWrites: ResourceRule = {
  id: "PK-IAM-021",
  name: "queues-name-who-writes",
  says: "Queues, topics and repositories name who may use them, and queues refuse connections in the clear.",
  why: "A service of the cloud's acts for everybody's account: without a condition anybody's bucket or topic could fill a queue.",
  fix: {
    gcp: "Grant to an account by name.",
    aws: "Name a service in `Principal` and what it acts for in `aws:SourceArn`, and deny where aws:SecureTransport is false.",
    azure: 'Set `disableLocalAuth: true` and `minimumTlsVersion: "1.2"`.',
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["AC-3", "CC6.1", "SC-8(1)"],
  source: {
    gcp: "https://cloud.google.com/pubsub/docs/access-control",
    aws: "https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-security-best-practices.html",
    azure: "https://learn.microsoft.com/azure/service-bus-messaging/disable-local-authentication",
  },
  ...judgedByType({
    "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember": judgeMember,
    "gcp:pubsub/topicIAMMember:TopicIAMMember": judgeMember,
    "aws:ecr/repositoryPolicy:RepositoryPolicy": (policy) => judgePolicy(policy, undefined),
    "aws:sns/topicPolicy:TopicPolicy": (policy) => judgePolicy(policy, "sns:Publish"),
    "aws:sqs/queuePolicy:QueuePolicy": (policy) => judgePolicy(policy, "sqs:*"),
    "azure-native:servicebus:Namespace": judgeNamespace,
  }),
};

function judgeMember(grant: PlannedResource): Judgement {
  return judged(expectSomebody(grant), "it names somebody");
}

/** What is denied in the clear; absent where the service takes no other connections. */
function judgePolicy(policy: PlannedResource, inTheClear: string | undefined): Judgement {
  const document = at(inputsOf(policy), "policy");
  const { statements, findings } = statementsOf(document);
  const none = isAbsent(document) ? [violated(`${document.path} is missing; nobody is named`)] : [];
  const refuses =
    inTheClear === undefined ||
    none.length + findings.length > 0 ||
    statements.some((statement) => refusesClearText(statement, inTheClear))
      ? []
      : [violated(`${document.path} doesn't deny ${inTheClear} to everybody where aws:SecureTransport is false`)];
  return judged([...none, ...findings, ...refuses, ...statements.flatMap(expectNamed)], "it names who may use it");
}

function refusesClearText(statement: Place, wanted: string): boolean {
  const principal = at(statement, "Principal");
  const secure = at(statement, "Condition", "Bool", "aws:SecureTransport");
  return (
    at(statement, "Effect").value === "Deny" &&
    (principal.value === "*" || at(principal, "AWS").value === "*") &&
    textsAt(at(statement, "Action"))?.some((action) => action === wanted || action === "*") === true &&
    (secure.value === "false" || secure.value === false)
  );
}

function expectNamed(statement: Place): readonly Finding[] {
  if (at(statement, "Effect").value === "Deny") return [];
  const principal = at(statement, "Principal");
  if (isAbsent(principal) || principal.value === "*" || at(principal, "AWS").value === "*")
    return [violated(`${principal.path} must name somebody`)];
  if (isAbsent(at(principal, "Service"))) return [];
  const conditions = ["ArnEquals", "ArnLike", "StringEquals"].map((kind) => at(statement, "Condition", kind));
  return conditions.some((condition) => !isAbsent(at(condition, "aws:SourceArn")))
    ? []
    : [violated(`${statement.path} names no aws:SourceArn for which the service acts`)];
}

function judgeNamespace(namespace: PlannedResource): Judgement {
  const inputs = inputsOf(namespace);
  return judged(
    [
      ...expectValue(at(inputs, "disableLocalAuth"), "true", (value) => value === true),
      ...expectValue(at(inputs, "minimumTlsVersion"), "1.2", (value) => value === "1.2" || value === "1.3"),
    ],
    "only identities use it, by TLS",
  );
}
