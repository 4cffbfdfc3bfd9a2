import { unknownMarker, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
import { goodS3Bucket } from "../aws-fixture.ts";
import { goodPostgres, goodTags } from "../azure-fixture.ts";
import { goodCosmosAccount, goodKeyspace } from "../cassandra-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { goodBucket, goodDatabase } from "../gcp-fixture.ts";
import { personalDataStaysInTheUnion } from "./personal-data-stays-in-the-union.ts";

const good = goodBucket;

const goodTopic = planned("gcp:pubsub/topic:Topic", {
  labels: goodTags,
  messageStoragePolicy: { allowedPersistenceRegions: ["europe-west1"] },
});

const [withoutRegion = goodS3Bucket] = changedIn([goodS3Bucket], ["region", undefined]);

function providerIn(region: PlannedValue): PlannedResource {
  return { ...planned("pulumi:providers:aws", { region }), urn: goodS3Bucket.provider ?? "" };
}

const first: RuleFixtures = {
  rule: personalDataStaysInTheUnion,
  holds: {
    "as it should be": [good],
    ...changes([good], { "is in all of the Union": ["location", "EU"] }),
    "a database in Belgium": [goodDatabase],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["location", undefined],
      "is in the United States": ["location", "US"],
      "is in London": ["location", "europe-west2"],
      "is in Zurich": ["location", "europe-west6"],
    }),
    ...changes([goodDatabase], { "a database in Iowa": ["region", "us-central1"] }),
    "is elsewhere and doesn't say what it holds": changedAll([good], ["labels", undefined], ["location", "US"]),
    "is elsewhere and hides what it holds": changedAll([good], ["labels", unknownMarker], ["location", "US"]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["location", unknownMarker],
      "a text of the cloud": ["location", fromCloud],
    }),
  },
  notApplicable: changes([good], { "is public": ["labels.data-class", "public"] }),
  guards: [{ path: "location", absent: "violated", bad: ["US", "europe-west2", "europe-west6"] }],
};

const placedKeyspace = changedAll([goodKeyspace], ["region", "eu-west-1"]);

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    personalDataStaysInTheUnion,
    "Keyspaces",
    placedKeyspace,
    [
      { path: "region", absent: "violated", bad: ["us-east-1"], good: ["eu-central-1"] },
      {
        path: "replicationSpecification.regionLists",
        absent: "holds",
        bad: [["eu-west-1", "us-east-1"]],
        good: [["eu-west-1", "eu-north-1"]],
      },
    ],
    { notApplicable: { "harmless data": changedAll(placedKeyspace, ["tags.data-class", "public"]) } },
  ),
  fixturesOf(
    personalDataStaysInTheUnion,
    "Cosmos DB",
    [goodCosmosAccount],
    [
      { path: "location", absent: "violated", bad: ["eastus"], good: ["swedencentral"] },
      { path: "locations[0].locationName", absent: "violated", bad: ["uksouth"], good: ["Sweden Central"] },
    ],
    { notApplicable: { "harmless data": changedAll([goodCosmosAccount], ["tags.data-class", "internal"]) } },
  ),

  fixturesOf(
    personalDataStaysInTheUnion,
    "AWS",
    [goodS3Bucket],
    [
      {
        path: "region",
        absent: "violated",
        bad: ["us-east-1", "eu-west-2", "eu-central-2"],
        good: ["eu-central-1", "eu-south-2"],
      },
    ],
    {
      holds: { "where its provider is": [withoutRegion, providerIn("eu-north-1")] },
      violated: { "where its provider is, elsewhere": [withoutRegion, providerIn("us-east-1")] },
      undecided: { "where its provider is, and nobody knows": [withoutRegion, providerIn(unknownMarker)] },
      notApplicable: {
        "harmless data": changedAll([goodS3Bucket], ["tags.data-class", "public"], ["region", "us-east-1"]),
      },
    },
  ),
  fixturesOf(
    personalDataStaysInTheUnion,
    "Azure",
    [goodPostgres],
    [
      {
        path: "location",
        absent: "violated",
        bad: ["uksouth", "norwayeast", "switzerlandnorth", "eastus"],
        good: ["West Europe", "swedencentral"],
      },
    ],
    {
      notApplicable: {
        "harmless data": changedAll([goodPostgres], ["tags.data-class", "internal"], ["location", "eastus"]),
      },
    },
  ),
  fixturesOf(
    personalDataStaysInTheUnion,
    "Pub/Sub",
    [goodTopic],
    [
      {
        path: "messageStoragePolicy.allowedPersistenceRegions",
        absent: "violated",
        bad: [["us-central1"], ["europe-west1", "europe-west2"], []],
        good: [["europe-west1", "europe-west4"]],
      },
    ],
    { notApplicable: { "harmless data": changedAll([goodTopic], ["labels.data-class", "internal"]) } },
  ),
  fixturesOf(
    personalDataStaysInTheUnion,
    "Service Bus",
    [planned("azure-native:servicebus:Namespace", { location: "westeurope", tags: goodTags })],
    [{ path: "location", absent: "violated", bad: ["eastus"], good: ["swedencentral"] }],
  ),
];
