import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster, goodNetworkPlugin } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { networkPoliciesAreEnforced } from "./network-policies-are-enforced.ts";

const good = goodCluster;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    networkPoliciesAreEnforced,
    "EKS",
    [goodEksCluster, goodNetworkPlugin],
    [
      {
        path: "configurationValues",
        of: "plugin",
        absent: "violated",
        bad: [
          "{}",
          JSON.stringify({ enableNetworkPolicy: "false" }),
          JSON.stringify({ env: { enableNetworkPolicy: "true" } }),
          "enableNetworkPolicy: true",
        ],
        good: [JSON.stringify({ enableNetworkPolicy: "true" })],
      },
      { path: "clusterName", of: "plugin", absent: "violated", bad: ["another"] },
    ],
    { violated: { "has no plugin of ours": [goodEksCluster] } },
  ),
  fixturesOf(
    networkPoliciesAreEnforced,
    "AKS",
    [goodAksCluster],
    [{ path: "networkProfile.networkPolicy", absent: "violated", bad: ["none", true], good: ["calico", "azure"] }],
  ),
];
