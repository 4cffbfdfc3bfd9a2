import { goodBackendBucket, goodBackendService, goodDistribution, goodFrontDoor, goodGuard } from "../edge-fixture.ts";
import { changed, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { edgeHasAFirewall } from "./edge-has-a-firewall.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    edgeHasAFirewall,
    "backend services",
    [goodBackendService],
    [{ path: "securityPolicy", absent: "violated", bad: ["", true], hidden: "holds" }],
    { holds: { "another service": [{ ...goodBackendService, name: "other" }] } },
  ),
  fixturesOf(
    edgeHasAFirewall,
    "backend buckets",
    [goodBackendBucket],
    [{ path: "edgeSecurityPolicy", absent: "violated", bad: ["", true], hidden: "holds" }],
    { holds: { "another bucket": [{ ...goodBackendBucket, name: "other" }] } },
  ),
  fixturesOf(
    edgeHasAFirewall,
    "CloudFront",
    [goodDistribution],
    [{ path: "webAclId", absent: "violated", bad: ["", true], hidden: "holds" }],
    { holds: { "another distribution": [{ ...goodDistribution, name: "other" }] } },
  ),
  fixturesOf(
    edgeHasAFirewall,
    "Front Door",
    [goodFrontDoor, goodGuard],
    [
      { path: "profileName", of: "guard", absent: "violated", bad: ["another"] },
      { path: "parameters.wafPolicy.id", of: "guard", absent: "violated", bad: ["", true], hidden: "holds" },
      { path: "parameters.associations", of: "guard", absent: "violated", bad: [[], true] },
    ],
    {
      holds: { "named by its fixed name": [goodFrontDoor, changed(goodGuard, "profileName", "shop-edge")] },
      violated: { "has nothing before it": [goodFrontDoor] },
    },
  ),
];
