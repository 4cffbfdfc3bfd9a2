import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { networkFlowsAreLogged } from "./network-flows-are-logged.ts";

const good = planned("gcp:compute/subnetwork:Subnetwork", { logConfig: { flowSampling: 0.5 } });

export const fixtures: RuleFixtures = {
  rule: networkFlowsAreLogged,
  holds: {
    "as it should be": [good],
    ...changes([good], { "takes the default": ["logConfig.flowSampling", undefined] }),
  },
  violated: {
    ...changes([good], { "says nothing": ["logConfig", undefined], "is a word": ["logConfig", "on"] }),
    ...changes([good], { "logs nothing": ["logConfig.flowSampling", 0] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["logConfig", unknownMarker],
      "a text of the cloud": ["logConfig", fromCloud],
    }),
  },
  notApplicable: {
    ...changes([good], { "a proxy's": ["purpose", "REGIONAL_MANAGED_PROXY"] }),
    "somebody else's": [{ ...good, importId: "projects/a/regions/b/subnetworks/c" }],
  },
  guards: [
    { path: "logConfig", absent: "violated", bad: ["on"] },
    { path: "logConfig.flowSampling", absent: "holds", bad: [0, "1", 2] },
  ],
};
