import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEc2NodeClass, goodNodeGroup } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodesHaveTheirOwnAccount } from "./nodes-have-their-own-account.ts";

const good = goodNodePool;

const first: RuleFixtures = {
  rule: nodesHaveTheirOwnAccount,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "an account that exists": ["nodeConfig.serviceAccount", "nodes@example.iam.gserviceaccount.com"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["nodeConfig.serviceAccount", undefined],
      "is the default one": ["nodeConfig.serviceAccount", "123456-compute@developer.gserviceaccount.com"],
      "is a word": ["nodeConfig.serviceAccount", "default"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["nodeConfig.serviceAccount", unknownMarker],
      "a text of the cloud": ["nodeConfig.serviceAccount", fromCloud],
    }),
  },
  guards: [
    {
      path: "nodeConfig.serviceAccount",
      absent: "violated",
      bad: ["123456-compute@developer.gserviceaccount.com", "default"],
    },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    nodesHaveTheirOwnAccount,
    "EKS",
    [goodNodeGroup],
    [
      {
        path: "nodeRoleArn",
        absent: "violated",
        bad: ["nodes", "arn:aws:iam::123456789012:user/nodes"],
        good: ["arn:aws:iam::123456789012:role/nodes"],
      },
    ],
  ),
  fixturesOf(
    nodesHaveTheirOwnAccount,
    "nodes that Karpenter makes on AWS",
    [goodEc2NodeClass],
    [{ path: "spec.instanceProfile", absent: "violated", bad: ["", 7], hidden: "holds" }],
    {
      holds: {
        "by a role": changedAll([goodEc2NodeClass], ["spec.instanceProfile", undefined], ["spec.role", "nodes"]),
      },
      violated: {
        "by no role": changedAll([goodEc2NodeClass], ["spec.instanceProfile", undefined], ["spec.role", ""]),
      },
    },
  ),
  fixturesOf(
    nodesHaveTheirOwnAccount,
    "AKS",
    [goodAksCluster],
    [
      { path: "identity.type", absent: "violated", bad: ["None"], good: ["SystemAssigned"] },
      {
        path: "servicePrincipalProfile",
        absent: "holds",
        bad: [{ clientId: "an-account" }],
        good: [{ clientId: "msi" }],
        hidden: "violated",
      },
    ],
  ),
];
