import { goodRabbitmq } from "../aws-store-fixture.ts";
import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { queuesAreLogged } from "./queues-are-logged.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    queuesAreLogged,
    "AWS",
    [goodRabbitmq],
    [
      { path: "logs.general", absent: "violated", bad: [false, "true"] },
      { path: "logs", absent: "violated", bad: [{ audit: true }] },
    ],
    { holds: { "another broker": [{ ...goodRabbitmq, name: "other" }] } },
  ),
];
