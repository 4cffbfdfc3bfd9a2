import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { clusterSecretsAreEncrypted } from "./cluster-secrets-are-encrypted.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: clusterSecretsAreEncrypted,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["databaseEncryption.keyName", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["databaseEncryption.state", undefined],
      "is off": ["databaseEncryption.state", "DECRYPTED"],
    }),
    ...changes([good], { "has no key": ["databaseEncryption.keyName", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["databaseEncryption.state", unknownMarker],
      "a text of the cloud": ["databaseEncryption.state", fromCloud],
    }),
  },
  guards: [
    { path: "databaseEncryption.state", absent: "violated", bad: ["DECRYPTED"] },
    { path: "databaseEncryption.keyName", absent: "violated", bad: ["", "key"] },
  ],
};
