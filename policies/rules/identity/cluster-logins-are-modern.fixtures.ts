import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { clusterLoginsAreModern } from "./cluster-logins-are-modern.ts";

const good = goodCluster;

const first: RuleFixtures = {
  rule: clusterLoginsAreModern,
  holds: {
    "as it should be": [good],
    ...changes([good], { "says nothing": ["enableLegacyAbac", undefined] }),
  },
  violated: {
    ...changes([good], { "is on": ["enableLegacyAbac", true] }),
    ...changes([good], {
      "gives out certificates": ["masterAuth.clientCertificateConfig.issueClientCertificate", true],
      "says so in words": ["enableLegacyAbac", "true"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["enableLegacyAbac", unknownMarker],
      "a text of the cloud": ["enableLegacyAbac", fromCloud],
    }),
  },
  guards: [
    { path: "enableLegacyAbac", absent: "holds", bad: [true] },
    { path: "masterAuth.clientCertificateConfig.issueClientCertificate", absent: "holds", bad: [true, "true"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    clusterLoginsAreModern,
    "EKS",
    [goodEksCluster],
    [{ path: "accessConfig.authenticationMode", absent: "violated", bad: ["CONFIG_MAP", "API_AND_CONFIG_MAP"] }],
    { holds: { "another cluster": [{ ...goodEksCluster, name: "other" }] } },
  ),
  fixturesOf(
    clusterLoginsAreModern,
    "AKS",
    [goodAksCluster],
    [
      { path: "disableLocalAccounts", absent: "violated", bad: [false, "true"] },
      { path: "aadProfile.managed", absent: "violated", bad: [false] },
      { path: "enableRBAC", absent: "holds", bad: [false] },
    ],
  ),
];
