import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseHasACustomerKey } from "./database-has-a-customer-key.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseHasACustomerKey,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["encryptionKeyName", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["encryptionKeyName", undefined],
      "is a word": ["encryptionKeyName", "default"],
      "is empty": ["encryptionKeyName", ""],
      "is another service's": ["encryptionKeyName", "projects/a/secrets/b"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["encryptionKeyName", unknownMarker],
      "a text of the cloud": ["encryptionKeyName", fromCloud],
    }),
  },
  notApplicable: {
    "a replica": changedAll([good], ["encryptionKeyName", undefined], ["masterInstanceName", "primary"]),
  },
  guards: [{ path: "encryptionKeyName", absent: "violated", bad: ["default", "", "projects/a/secrets/b"] }],
};
