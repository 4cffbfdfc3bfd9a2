import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { clusterSecretsAreEncrypted } from "./cluster-secrets-are-encrypted.ts";

const good = goodCluster;

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    clusterSecretsAreEncrypted,
    "EKS",
    [goodEksCluster],
    [
      {
        path: "encryptionConfig.provider.keyArn",
        absent: "violated",
        bad: ["alias/aws/eks"],
        good: ["arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab"],
      },
      { path: "encryptionConfig.resources", absent: "violated", bad: [[], ["pods"]] },
    ],
    {
      undecided: {
        "a text of the cloud": changedIn([goodEksCluster], ["encryptionConfig.provider.keyArn", fromCloud]),
      },
    },
  ),
  fixturesOf(
    clusterSecretsAreEncrypted,
    "AKS",
    [goodAksCluster],
    [
      { path: "securityProfile.azureKeyVaultKms.enabled", absent: "violated", bad: [false, "true"] },
      {
        path: "securityProfile.azureKeyVaultKms.keyId",
        absent: "violated",
        bad: ["example-key", "https://example.com/keys/a"],
        good: ["https://example.vault.azure.net/keys/secrets/0123456789abcdef0123456789abcdef"],
      },
    ],
  ),
];
