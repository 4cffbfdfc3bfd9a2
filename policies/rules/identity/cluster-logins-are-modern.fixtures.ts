import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { clusterLoginsAreModern } from "./cluster-logins-are-modern.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
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
