import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { goodPostgres, goodPostgresLock } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf, planned } from "../fixture.ts";
import { goodDatabase, goodCluster } from "../gcp-fixture.ts";
import { deletionIsRefused } from "./deletion-is-refused.ts";

const good = goodDatabase;

const first: RuleFixtures = {
  rule: deletionIsRefused,
  holds: {
    "as it should be": [good],
    "a protected cluster": [goodCluster],
    ...changes([goodCluster], { "a cluster that says nothing": ["deletionProtection", undefined] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.deletionProtectionEnabled", undefined],
      "is off": ["settings.deletionProtectionEnabled", false],
      "says so in words": ["settings.deletionProtectionEnabled", "true"],
    }),
    ...changes([goodCluster], { "a cluster that is not": ["deletionProtection", false] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.deletionProtectionEnabled", unknownMarker],
      "a text of the cloud": ["settings.deletionProtectionEnabled", fromCloud],
    }),
  },
  guards: [{ path: "settings.deletionProtectionEnabled", absent: "violated", bad: [false, "true"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  ...[goodEksCluster, goodRdsCluster, goodRdsInstance].map((resource) =>
    fixturesOf(
      deletionIsRefused,
      resource.type,
      [resource],
      [{ path: "deletionProtection", absent: "violated", bad: [false, "true"] }],
      { holds: { "another one": [{ ...resource, name: "other" }] } },
    ),
  ),
  fixturesOf(
    deletionIsRefused,
    "Azure",
    [goodPostgres, goodPostgresLock],
    [
      { path: "level", of: "lock", absent: "violated", bad: ["NotSpecified"], good: ["ReadOnly"] },
      { path: "scope", of: "lock", absent: "violated", bad: ["/subscriptions/another"] },
    ],
    {
      holds: {
        "by a lock on its group": [
          ...changedIn(
            [goodPostgres],
            ["resourceGroupName", outputOf("azure-native:resources:ResourceGroup", "name", "group")],
          ),
          planned("azure-native:resources:ResourceGroup", {}, { name: "group" }),
          ...changedIn([goodPostgresLock], ["scope", outputOf("azure-native:resources:ResourceGroup", "id", "group")]),
        ],
        "by a lock at its group": [
          ...changedIn(
            [goodPostgres],
            ["resourceGroupName", outputOf("azure-native:resources:ResourceGroup", "name", "group")],
          ),
          planned("azure-native:resources:ResourceGroup", {}, { name: "group" }),
          planned(
            "azure-native:authorization:ManagementLockAtResourceGroupLevel",
            {
              resourceGroupName: outputOf("azure-native:resources:ResourceGroup", "name", "group"),
              level: "CanNotDelete",
            },
            { name: "at-group" },
          ),
        ],
      },
      violated: { "has no lock": [goodPostgres] },
      notApplicable: { "a replica": changedIn([goodPostgres], ["createMode", "Replica"]) },
    },
  ),
];
