import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster, goodPodIdentityAgent } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { goodCluster, goodNodePool } from "../gcp-fixture.ts";
import { workloadIdentityIsOn } from "./workload-identity-is-on.ts";

const good = goodCluster;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    workloadIdentityIsOn,
    "EKS",
    [goodEksCluster, goodPodIdentityAgent],
    [
      { path: "clusterName", of: "agent", absent: "violated", bad: ["another"] },
      { path: "addonName", of: "agent", absent: "violated", bad: ["coredns"] },
    ],
    {
      holds: {
        "by a provider": [
          goodEksCluster,
          planned(
            "aws:iam/openIdConnectProvider:OpenIdConnectProvider",
            { url: outputOf(goodEksCluster.type, "identities[0].oidcs[0].issuer", "cluster") },
            { name: "provider" },
          ),
        ],
      },
      violated: { "by nothing": [goodEksCluster] },
    },
  ),
  fixturesOf(
    workloadIdentityIsOn,
    "AKS",
    [goodAksCluster],
    [
      { path: "oidcIssuerProfile.enabled", absent: "violated", bad: [false, "true"] },
      { path: "securityProfile.workloadIdentity.enabled", absent: "violated", bad: [false] },
    ],
    { holds: { "another cluster": [{ ...goodAksCluster, name: "other" }] } },
  ),
];
