import { unknownMarker } from "../../../plan/planned-resource.ts";
import {
  goodAzureZone,
  goodHostedZone,
  goodManagedZone,
  goodSignedAzureZone,
  goodSignedZone,
} from "../edge-fixture.ts";
import { changed, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { zoneIsSigned } from "./zone-is-signed.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    zoneIsSigned,
    "Cloud DNS",
    [goodManagedZone],
    [{ path: "dnssecConfig.state", absent: "violated", bad: ["off", true] }],
    {
      holds: { "another zone": [{ ...goodManagedZone, name: "other" }] },
      notApplicable: { "a private zone": [changed(goodManagedZone, "visibility", "private")] },
    },
  ),
  fixturesOf(
    zoneIsSigned,
    "Route 53",
    [goodHostedZone, goodSignedZone],
    [
      { path: "hostedZoneId", of: "signed", absent: "violated", bad: ["Z000"] },
      { path: "signingStatus", of: "signed", absent: "holds", bad: ["NOT_SIGNING"], good: ["SIGNING"] },
    ],
    {
      violated: { "isn't signed": [goodHostedZone] },
      notApplicable: { "a private zone": [changed(goodHostedZone, "vpcs", [{ vpcId: "vpc-1" }])] },
    },
  ),
  fixturesOf(
    zoneIsSigned,
    "Azure DNS",
    [goodAzureZone, goodSignedAzureZone],
    [{ path: "zoneName", of: "signed", absent: "violated", bad: ["other.example.org"] }],
    {
      holds: {
        "named by its fixed name": [goodAzureZone, changed(goodSignedAzureZone, "zoneName", "shop.example.org")],
      },
      violated: { "isn't signed": [goodAzureZone] },
      undecided: { "only the cloud knows": [goodAzureZone, changed(goodSignedAzureZone, "zoneName", unknownMarker)] },
    },
  ),
];
