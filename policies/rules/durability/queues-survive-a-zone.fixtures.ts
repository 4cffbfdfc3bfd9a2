import { goodRabbitmq } from "../aws-fixture.ts";
import { changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
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
];
