import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { postgresInClusterSurvives } from "./postgres-in-cluster-survives.ts";

const good = planned("kubernetes:postgresql.cnpg.io/v1:Cluster", {
  spec: {
    instances: 3,
    enablePDB: true,
    postgresql: { synchronous: { method: "any", number: 1 } },
    plugins: [{ name: "barman-cloud.cloudnative-pg.io", isWALArchiver: true }],
  },
});

export const fixtures: RuleFixtures = {
  rule: postgresInClusterSurvives,
  holds: {
    "as it should be": [good],
    "archives by itself": changedAll([good], ["spec.plugins", undefined], ["spec.backup", { barmanObjectStore: {} }]),
    ...changes([good], { "has a budget by default": ["spec.enablePDB", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["spec.instances", undefined],
      "is one": ["spec.instances", 1],
      "is two": ["spec.instances", 2],
      "is a word": ["spec.instances", "3"],
    }),
    ...changes([good], {
      "has no budget": ["spec.enablePDB", false],
      "waits for nobody": ["spec.postgresql", undefined],
      "archives nothing": ["spec.plugins", undefined],
      "has a plugin for something else": ["spec.plugins[0].isWALArchiver", false],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["spec.instances", unknownMarker],
      "a text of the cloud": ["spec.instances", fromCloud],
    }),
  },
  guards: [
    { path: "spec.instances", absent: "violated", bad: [1, 2, "3"] },
    { path: "spec.enablePDB", absent: "holds", bad: [false, "true"] },
    { path: "spec.postgresql.synchronous.number", absent: "violated", bad: [0, "1"] },
    { path: "spec.plugins[0].isWALArchiver", absent: "violated", bad: [false, "yes"] },
  ],
};
