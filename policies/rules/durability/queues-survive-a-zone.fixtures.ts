import { goodRabbitmq } from "../aws-store-fixture.ts";
import { changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { goodBrokers } from "../rabbitmq-fixture.ts";
import { queuesSurviveAZone } from "./queues-survive-a-zone.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    queuesSurviveAZone,
    "AWS",
    [goodRabbitmq],
    [{ path: "deploymentMode", absent: "violated", bad: ["SINGLE_INSTANCE", true] }],
    {
      holds: { "another broker": [{ ...goodRabbitmq, name: "other" }] },
      notApplicable: { "another engine": changedIn([goodRabbitmq], ["engineType", "ActiveMQ"]) },
    },
  ),
  fixturesOf(
    queuesSurviveAZone,
    "RabbitMQ in the cluster",
    [goodBrokers],
    [
      { path: "spec.replicas", absent: "violated", bad: [1, 2, "3"] },
      {
        path: "spec.override.statefulSet.spec.template.spec.topologySpreadConstraints",
        absent: "violated",
        bad: [[], [{ topologyKey: "kubernetes.io/hostname" }]],
      },
    ],
    { holds: { "five brokers": changedIn([goodBrokers], ["spec.replicas", 5]) } },
  ),
];
