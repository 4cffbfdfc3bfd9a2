import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEc2NodeClass, goodEksCluster, goodKmsKey, goodLaunchTemplate, goodS3Bucket } from "../aws-fixture.ts";
import { goodRdsInstance } from "../aws-store-fixture.ts";
import { goodAksCluster, goodNodeClass, goodStorageAccount, goodVault } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodCosmosAccount, goodKeyspaceTable } from "../cassandra-fixture.ts";
import { goodBucket, goodCluster, goodDatabase, goodKey, goodLabels, goodNodePool } from "../gcp-fixture.ts";
import { resourcesCarryTags } from "./resources-carry-tags.ts";

const namespace = planned("kubernetes:core/v1:Namespace", {
  metadata: {
    name: "commerce",
    labels: Object.fromEntries(Object.entries(goodLabels).map(([key, value]) => [`landbridge.dev/${key}`, value])),
  },
});

const keys = ["environment", "system", "tier", "owner", "cost-centre", "managed-by"];

const first: RuleFixtures = {
  rule: resourcesCarryTags,
  holds: {
    "a bucket with all": [goodBucket],
    "a cluster with all": [goodCluster],
    "a pool with all": [goodNodePool],
    "a database with all": [goodDatabase],
    "a key with all": [goodKey],
    "a namespace with all": [namespace],
  },
  violated: {
    ...changes([goodBucket], {
      "a bucket with none": ["labels", undefined],
      "a bucket that is nobody's": ["labels.owner", undefined],
      "a bucket of no class": ["labels.data-class", undefined],
      "a bucket with an empty one": ["labels.owner", ""],
    }),
    ...changes([goodDatabase], { "a database with none": ["settings.userLabels", undefined] }),
    ...changes([goodNodePool], { "a pool with none": ["nodeConfig.resourceLabels", undefined] }),
    ...changes([namespace], { "a namespace with none": ["metadata.labels", undefined] }),
  },
  undecided: changes([goodBucket], {
    "only the cloud knows": ["labels", unknownMarker],
    "a text of the cloud": ["labels.owner", fromCloud],
  }),
  guards: [...keys, "data-class"].map((key) => ({
    path: `labels.${key}`,
    absent: "violated",
    bad: ["", 7],
  })),
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    resourcesCarryTags,
    "AWS",
    [goodRdsInstance],
    [...keys, "data-class"].map((key) => ({ path: `tags.${key}`, absent: "violated", bad: ["", 7] })),
    {
      holds: {
        "a cluster with all": [goodEksCluster],
        "a key with all": [goodKmsKey],
        "a bucket with all": [goodS3Bucket],
        "a table with all": [goodKeyspaceTable],
      },
      violated: { "a key with none": changedIn([goodKmsKey], ["tags", undefined]) },
    },
  ),
  fixturesOf(
    resourcesCarryTags,
    "what nodes of AWS carry",
    [goodLaunchTemplate],
    [
      { path: "tagSpecifications", absent: "violated", bad: [[], [{ resourceType: "instance" }]] },
      ...keys.map((key) => ({ path: `tagSpecifications[0].tags.${key}`, absent: "violated" as const, bad: ["", 7] })),
      ...keys.map((key) => ({ path: `tagSpecifications[1].tags.${key}`, absent: "violated" as const, bad: [""] })),
    ],
    { holds: { "another template": [{ ...goodLaunchTemplate, name: "other" }] } },
  ),
  fixturesOf(
    resourcesCarryTags,
    "Azure",
    [goodStorageAccount],
    [...keys, "data-class"].map((key) => ({ path: `tags.${key}`, absent: "violated", bad: ["", 7] })),
    {
      holds: { "a cluster with all": [goodAksCluster], "a vault with all": [goodVault] },
      violated: {
        "a vault with none": changedIn([goodVault], ["tags", undefined]),
        "an account of no class": changedIn([goodCosmosAccount], ["tags.data-class", undefined]),
      },
    },
  ),
  fixturesOf(
    resourcesCarryTags,
    "nodes that Karpenter makes on AWS",
    [goodEc2NodeClass],
    keys.map((key) => ({ path: `spec.tags.${key}`, absent: "violated", bad: ["", 7] })),
    { holds: { "another class": [{ ...goodEc2NodeClass, name: "other" }] } },
  ),
  fixturesOf(
    resourcesCarryTags,
    "nodes that AKS adds",
    [goodNodeClass],
    keys.map((key) => ({ path: `spec.tags.${key}`, absent: "violated", bad: ["", 7] })),
    { holds: { "another class": [{ ...goodNodeClass, name: "other" }] } },
  ),
];
