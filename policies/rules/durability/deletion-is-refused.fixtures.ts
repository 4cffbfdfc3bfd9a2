import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase, goodCluster } from "../gcp-fixture.ts";
import { deletionIsRefused } from "./deletion-is-refused.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: deletionIsRefused,
  holds: {
    "as it should be": [good],
    "a protected cluster": [goodCluster],
    ...changes([goodCluster], { "a cluster that says nothing": ["deletionProtection", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.deletionProtectionEnabled", undefined],
      "is off": ["settings.deletionProtectionEnabled", false],
      "says so in words": ["settings.deletionProtectionEnabled", "true"],
    }),
    ...changes([goodCluster], { "a cluster that is not": ["deletionProtection", false] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.deletionProtectionEnabled", unknownMarker],
      "a text of the cloud": ["settings.deletionProtectionEnabled", fromCloud],
    }),
  },
  guards: [{ path: "settings.deletionProtectionEnabled", absent: "violated", bad: [false, "true"] }],
};
