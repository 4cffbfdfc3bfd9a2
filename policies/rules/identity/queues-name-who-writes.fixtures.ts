import { type RuleFixtures, changedIn, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { queuesNameWhoWrites } from "./queues-name-who-writes.ts";

const clear = (action: string) => ({
  Effect: "Deny",
  Principal: "*",
  Action: action,
  Resource: fromCloud,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const feeds = {
  Effect: "Allow",
  Principal: { Service: "sns.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: fromCloud,
  Condition: { ArnEquals: { "aws:SourceArn": fromCloud } },
};
const document = (...statements: readonly object[]): string =>
  JSON.stringify({ Version: "2012-10-17", Statement: statements });

const queue = planned("aws:sqs/queuePolicy:QueuePolicy", { policy: document(clear("sqs:*"), feeds) });
const topic = planned("aws:sns/topicPolicy:TopicPolicy", { policy: document(clear("sns:Publish")) });
const pulls = { ...feeds, Principal: { Service: "lambda.amazonaws.com" }, Action: ["ecr:BatchGetImage"] };
const repository = planned("aws:ecr/repositoryPolicy:RepositoryPolicy", { policy: document(pulls) });
const bus = planned("azure-native:servicebus:Namespace", { disableLocalAuth: true, minimumTlsVersion: "1.2" });

const members = ["gcp:pubsub/topicIAMMember:TopicIAMMember", "gcp:pubsub/subscriptionIAMMember:SubscriptionIAMMember"];

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    queuesNameWhoWrites,
    "SQS",
    [queue],
    [
      {
        path: "policy",
        absent: "violated",
        bad: [
          "policy",
          document(feeds),
          document(clear("sqs:SendMessage"), feeds),
          document(clear("sqs:*"), { ...feeds, Principal: "*" }),
          document(clear("sqs:*"), { ...feeds, Principal: { AWS: "*" } }),
          document(clear("sqs:*"), { ...feeds, Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } } }),
        ],
        good: [document(clear("sqs:*"))],
      },
    ],
  ),
  fixturesOf(
    queuesNameWhoWrites,
    "SNS",
    [topic],
    [
      {
        path: "policy",
        absent: "violated",
        bad: [document(clear("sns:Subscribe"))],
        good: [document(clear("sns:Publish"), feeds)],
      },
    ],
  ),
  fixturesOf(
    queuesNameWhoWrites,
    "repositories",
    [repository],
    [{ path: "policy", absent: "violated", bad: [document({ ...pulls, Principal: "*" })] }],
    {
      holds: {
        "somebody by name": changedIn(
          [repository],
          ["policy", document({ ...pulls, Principal: { AWS: "arn:aws:iam::111122223333:root" } })],
        ),
      },
    },
  ),
  fixturesOf(
    queuesNameWhoWrites,
    "Service Bus",
    [bus],
    [
      { path: "disableLocalAuth", absent: "violated", bad: [false, "true"] },
      { path: "minimumTlsVersion", absent: "violated", bad: ["1.0"], good: ["1.3"] },
    ],
  ),
  ...members.map((type) =>
    fixturesOf(
      queuesNameWhoWrites,
      type,
      [planned(type, { member: outputOf("gcp:projects/serviceIdentity:ServiceIdentity", "member", "agent") })],
      [
        {
          path: "member",
          absent: "violated",
          bad: ["allUsers", "allAuthenticatedUsers"],
          good: ["serviceAccount:a@example.iam.gserviceaccount.com"],
        },
      ],
    ),
  ),
];
