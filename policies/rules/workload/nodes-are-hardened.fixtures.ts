import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodesAreHardened } from "./nodes-are-hardened.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
  rule: nodesAreHardened,
  holds: {
    "as it should be": [good],
    "another pool": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["management.autoRepair", undefined],
      "is off": ["management.autoRepair", false],
      "says so in words": ["management.autoRepair", "true"],
    }),
    ...changes([good], {
      "boots anything": ["nodeConfig.shieldedInstanceConfig.enableSecureBoot", false],
      "stays old": ["management.autoUpgrade", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["management.autoRepair", unknownMarker],
      "a text of the cloud": ["management.autoRepair", fromCloud],
    }),
  },
  guards: [
    { path: "management.autoRepair", absent: "violated", bad: [false, "true"] },
    { path: "management.autoUpgrade", absent: "violated", bad: [false, "true"] },
    { path: "nodeConfig.shieldedInstanceConfig.enableSecureBoot", absent: "violated", bad: [false, 1] },
  ],
};
