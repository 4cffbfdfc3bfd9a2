import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { nodesHaveNoPublicAddress } from "./nodes-have-no-public-address.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: nodesHaveNoPublicAddress,
  holds: {
    "as it should be": [good],
    "a private pool": [goodNodePool],
    ...changes([goodNodePool], { "a pool that does as its cluster": ["networkConfig", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["privateClusterConfig.enablePrivateNodes", undefined],
      "is off": ["privateClusterConfig.enablePrivateNodes", false],
      "says so in words": ["privateClusterConfig.enablePrivateNodes", "true"],
    }),
    ...changes([goodNodePool], { "a public pool": ["networkConfig.enablePrivateNodes", false] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["privateClusterConfig.enablePrivateNodes", unknownMarker],
      "a text of the cloud": ["privateClusterConfig.enablePrivateNodes", fromCloud],
    }),
  },
  guards: [{ path: "privateClusterConfig.enablePrivateNodes", absent: "violated", bad: [false, "true"] }],
};
