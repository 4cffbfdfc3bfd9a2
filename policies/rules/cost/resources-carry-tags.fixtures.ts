import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { goodBucket, goodCluster, goodDatabase, goodKey, goodLabels, goodNodePool } from "../gcp-fixture.ts";
import { resourcesCarryTags } from "./resources-carry-tags.ts";

const namespace = planned("kubernetes:core/v1:Namespace", {
  metadata: {
    name: "commerce",
    labels: Object.fromEntries(Object.entries(goodLabels).map(([key, value]) => [`landbridge.dev/${key}`, value])),
  },
});

export const fixtures: RuleFixtures = {
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
  guards: ["environment", "system", "tier", "owner", "cost-centre", "managed-by", "data-class"].map((key) => ({
    path: `labels.${key}`,
    absent: "violated",
    bad: ["", 7],
  })),
};
