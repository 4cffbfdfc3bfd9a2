import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { clusterSpansThreeZones } from "./cluster-spans-three-zones.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: clusterSpansThreeZones,
  holds: {
    "as it should be": [good],
    "a pool in a region": [goodNodePool],
    ...changes([good], { "names three zones": ["nodeLocations", ["a-b", "a-c", "a-d"]] }),
  },
  violated: {
    ...changes([good], { "says nothing": ["location", undefined], "is a zone": ["location", "europe-west1-b"] }),
    ...changes([good], {
      "names one zone": ["nodeLocations", ["a-b"]],
      "names one zone thrice": ["nodeLocations", ["a-b", "a-b", "a-b"]],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["location", unknownMarker],
      "a text of the cloud": ["location", fromCloud],
    }),
  },
  guards: [
    { path: "location", absent: "violated", bad: ["europe-west1-b"] },
    { path: "nodeLocations", absent: "holds", bad: [["a"], "a", []] },
  ],
};
