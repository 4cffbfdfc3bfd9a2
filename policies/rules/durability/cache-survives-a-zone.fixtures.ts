import { goodReplicationGroup } from "../aws-store-fixture.ts";
import { goodManagedRedis } from "../azure-fixture.ts";
import { changedAll, changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { cacheSurvivesAZone } from "./cache-survives-a-zone.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    cacheSurvivesAZone,
    "AWS",
    [goodReplicationGroup],
    [
      { path: "automaticFailoverEnabled", absent: "violated", bad: [false] },
      { path: "multiAzEnabled", absent: "violated", bad: [false, "true"] },
      { path: "replicasPerNodeGroup", absent: "violated", bad: [0, "1"] },
    ],
    {
      holds: {
        "without shards": changedAll(
          [goodReplicationGroup],
          ["replicasPerNodeGroup", undefined],
          ["numNodeGroups", undefined],
          ["numCacheClusters", 2],
        ),
      },
      violated: { "one server without shards": changedIn([goodReplicationGroup], ["numCacheClusters", 1]) },
    },
  ),
  fixturesOf(
    cacheSurvivesAZone,
    "Azure",
    [goodManagedRedis],
    [{ path: "highAvailability", absent: "holds", bad: ["Disabled", false] }],
  ),
];
