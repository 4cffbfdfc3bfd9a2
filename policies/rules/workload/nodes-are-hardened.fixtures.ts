import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEc2NodeClass, goodNodeGroup } from "../aws-fixture.ts";
import { goodAgentPool, goodAksCluster, goodNodeClass } from "../azure-fixture.ts";
import { type RuleFixtures, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodesAreHardened } from "./nodes-are-hardened.ts";

const good = goodNodePool;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    nodesAreHardened,
    "EKS",
    [goodNodeGroup],
    [
      { path: "amiType", absent: "violated", bad: ["AL2_x86_64", "CUSTOM"], good: ["AL2023_ARM_64_STANDARD"] },
      { path: "nodeRepairConfig.enabled", absent: "violated", bad: [false, "true"] },
    ],
  ),
  fixturesOf(
    nodesAreHardened,
    "AKS",
    [goodAksCluster],
    [
      {
        path: "autoUpgradeProfile.nodeOSUpgradeChannel",
        absent: "holds",
        bad: ["None", "Unmanaged"],
        good: ["SecurityPatch"],
      },
      { path: "agentPoolProfiles[0].securityProfile.enableSecureBoot", absent: "violated", bad: [false] },
      { path: "agentPoolProfiles[0].securityProfile.enableVTPM", absent: "violated", bad: [false, "true"] },
    ],
  ),
  fixturesOf(
    nodesAreHardened,
    "a pool of AKS",
    [goodAgentPool],
    [{ path: "securityProfile.enableSecureBoot", absent: "violated", bad: [false] }],
    { holds: { "another pool": [{ ...goodAgentPool, name: "other" }] } },
  ),
  fixturesOf(
    nodesAreHardened,
    "nodes that Karpenter makes on AWS",
    [goodEc2NodeClass],
    [
      {
        path: "spec.amiSelectorTerms",
        absent: "violated",
        bad: [[], [{ id: "ami-0123456789abcdef0" }], [{ alias: "al2023@latest" }, { tags: { own: "yes" } }]],
      },
      {
        path: "spec.amiSelectorTerms[0].alias",
        absent: "violated",
        bad: ["al2@latest", "al2023@v20250101"],
        good: ["bottlerocket@latest"],
      },
    ],
  ),
  fixturesOf(
    nodesAreHardened,
    "nodes that AKS adds",
    [goodNodeClass],
    ["secureBoot", "vtpm"].map((key) => ({
      path: `spec.security.trustedLaunch.${key}`,
      absent: "violated" as const,
      bad: [false, "true"],
    })),
    { holds: { "another class": [{ ...goodNodeClass, name: "other" }] } },
  ),
];
