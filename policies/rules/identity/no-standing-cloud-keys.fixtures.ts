import { goodStorageAccount } from "../azure-fixture.ts";
import { type RuleFixtures, fixturesOf, outputOf, planned } from "../fixture.ts";
import { noStandingCloudKeys } from "./no-standing-cloud-keys.ts";

const brokerKey = [
  planned(
    "gcp:serviceaccount/key:Key",
    { serviceAccountId: outputOf("gcp:serviceaccount/account:Account", "name", "account") },
    { name: "key" },
  ),
  planned(
    "gcp:projects/iAMMember:IAMMember",
    {
      role: "roles/managedkafka.client",
      member: `serviceAccount:${outputOf("gcp:serviceaccount/account:Account", "email", "account")}`,
    },
    { name: "grant" },
  ),
  planned("gcp:serviceaccount/account:Account", {}, { name: "account" }),
];

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    noStandingCloudKeys,
    "a storage account",
    [goodStorageAccount],
    [{ path: "allowSharedKeyAccess", absent: "violated", bad: [true, "false"] }],
    {
      holds: { "another account": [{ ...goodStorageAccount, name: "other" }] },
      violated: Object.fromEntries(
        [
          "aws:iam/accessKey:AccessKey",
          "aws:iam/user:User",
          "gcp:serviceaccount/key:Key",
          "gcp:storage/hmacKey:HmacKey",
        ].map((type) => [type, [planned(type, {})]]),
      ),
    },
  ),

  fixturesOf(
    noStandingCloudKeys,
    "a key of an account on Google Cloud",
    brokerKey,
    [
      { path: "serviceAccountId", absent: "violated", bad: ["an-account", 7], hidden: "violated" },
      { path: "role", of: "grant", absent: "violated", bad: ["roles/storage.objectViewer"] },
      { path: "member", of: "grant", absent: "violated", bad: ["user:ann@example.com"], hidden: "violated" },
    ],
    {
      holds: {
        "with a grant to somebody else beside": [
          ...brokerKey,
          planned(
            "gcp:storage/bucketIAMMember:BucketIAMMember",
            { member: "user:ann@example.com", role: "roles/storage.objectViewer" },
            { name: "other" },
          ),
        ],
      },
      violated: {
        "that opens something else too": [
          ...brokerKey,
          planned(
            "gcp:storage/bucketIAMMember:BucketIAMMember",
            {
              member: `serviceAccount:${outputOf("gcp:serviceaccount/account:Account", "email", "account")}`,
              role: "roles/storage.objectViewer",
            },
            { name: "other" },
          ),
        ],
      },
    },
  ),
];
