import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { goodBucket, keyOfPlan } from "../gcp-fixture.ts";
import { storageHasACustomerKey } from "./storage-has-a-customer-key.ts";

const good = goodBucket;

export const fixtures: RuleFixtures = {
  rule: storageHasACustomerKey,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["encryption.defaultKmsKeyName", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
    "a registry with a key": [planned("gcp:artifactregistry/repository:Repository", { kmsKeyName: keyOfPlan })],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["encryption.defaultKmsKeyName", undefined],
      "is a word": ["encryption.defaultKmsKeyName", "default"],
      "is empty": ["encryption.defaultKmsKeyName", ""],
      "is another service's": ["encryption.defaultKmsKeyName", "projects/a/secrets/b"],
    }),
    "a registry without a key": [planned("gcp:artifactregistry/repository:Repository", {})],
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["encryption.defaultKmsKeyName", unknownMarker],
      "a text of the cloud": ["encryption.defaultKmsKeyName", fromCloud],
    }),
  },
  guards: [{ path: "encryption.defaultKmsKeyName", absent: "violated", bad: ["default", "", "projects/a/secrets/b"] }],
};
