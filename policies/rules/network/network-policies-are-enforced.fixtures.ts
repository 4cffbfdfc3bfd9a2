import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { networkPoliciesAreEnforced } from "./network-policies-are-enforced.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: networkPoliciesAreEnforced,
  holds: {
    "as it should be": [good],
    "Calico enforces them": changedAll([good], ["datapathProvider", undefined], ["networkPolicy", { enabled: true }]),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["datapathProvider", undefined],
      "is the old one": ["datapathProvider", "LEGACY_DATAPATH"],
    }),
    "Calico is off": changedAll([good], ["datapathProvider", undefined], ["networkPolicy", { enabled: false }]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["datapathProvider", unknownMarker],
      "a text of the cloud": ["datapathProvider", fromCloud],
    }),
  },
  guards: [{ path: "datapathProvider", absent: "violated", bad: ["LEGACY_DATAPATH"] }],
};
