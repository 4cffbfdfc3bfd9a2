import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodAksCluster, goodClusterLogs } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { controlPlaneIsLogged } from "./control-plane-is-logged.ts";

const good = goodCluster;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    controlPlaneIsLogged,
    "EKS",
    [goodEksCluster],
    [{ path: "enabledClusterLogTypes", absent: "violated", bad: [[], ["api", "audit"], "api"] }],
    { holds: { "another cluster": [{ ...goodEksCluster, name: "other" }] } },
  ),
  fixturesOf(
    controlPlaneIsLogged,
    "AKS",
    [goodAksCluster, goodClusterLogs],
    [
      { path: "resourceUri", of: "logs", absent: "violated", bad: ["/subscriptions/s/another"] },
      { path: "logs", of: "logs", absent: "violated", bad: [[], "all"] },
      { path: "logs[0].enabled", of: "logs", absent: "violated", bad: [false] },
      { path: "logs[1].category", of: "logs", absent: "violated", bad: ["kube-nothing"], hidden: "violated" },
      { path: "workspaceId", of: "logs", absent: "violated", bad: [], hidden: "holds" },
    ],
    {
      holds: {
        "all of them as a group": changedIn(
          [goodAksCluster, goodClusterLogs],
          ["logs", [{ categoryGroup: "allLogs", enabled: true }], "logs"],
        ),
      },
      violated: { "has no setting": [goodAksCluster] },
    },
  ),
];
