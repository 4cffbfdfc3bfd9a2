import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { controlPlaneIsLogged } from "./control-plane-is-logged.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: controlPlaneIsLogged,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "logs more": [
        "loggingConfig.enableComponents",
        ["SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER", "KCP_HPA"],
      ],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["loggingConfig.enableComponents", undefined],
      "is the default": ["loggingConfig.enableComponents", ["SYSTEM_COMPONENTS", "WORKLOADS"]],
      "is empty": ["loggingConfig.enableComponents", []],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["loggingConfig.enableComponents", unknownMarker],
      "a text of the cloud": ["loggingConfig.enableComponents", fromCloud],
    }),
  },
  guards: [
    { path: "loggingConfig.enableComponents", absent: "violated", bad: [["SYSTEM_COMPONENTS", "WORKLOADS"], []] },
  ],
};
