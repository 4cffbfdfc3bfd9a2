import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { workloadIdentityIsOn } from "./workload-identity-is-on.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: workloadIdentityIsOn,
  holds: {
    "as it should be": [good],
    "a pool that hides the node": [goodNodePool],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["workloadIdentityConfig.workloadPool", undefined],
      "is something else": ["workloadIdentityConfig.workloadPool", "example"],
    }),
    ...changes([goodNodePool], {
      "a pool that shows the node": ["nodeConfig.workloadMetadataConfig.mode", "GCE_METADATA"],
      "a pool that says nothing": ["nodeConfig.workloadMetadataConfig", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["workloadIdentityConfig.workloadPool", unknownMarker],
      "a text of the cloud": ["workloadIdentityConfig.workloadPool", fromCloud],
    }),
  },
  guards: [{ path: "workloadIdentityConfig.workloadPool", absent: "violated", bad: ["example"] }],
};
