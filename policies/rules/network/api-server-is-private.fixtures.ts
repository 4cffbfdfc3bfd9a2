import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEksCluster } from "../aws-fixture.ts";
import { goodAksCluster } from "../azure-fixture.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { apiServerIsPrivate } from "./api-server-is-private.ts";

const good = goodCluster;

const first: RuleFixtures = {
  rule: apiServerIsPrivate,
  holds: {
    "as it should be": [good],
    "has no public address": changedAll(
      [good],
      ["masterAuthorizedNetworksConfig", undefined],
      ["privateClusterConfig.enablePrivateEndpoint", true],
    ),
    "is reached through Google's front end": changedAll(
      [good],
      ["masterAuthorizedNetworksConfig", undefined],
      ["controlPlaneEndpointsConfig", { ipEndpointsConfig: { enabled: false } }],
    ),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", undefined],
      "is for everybody": ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", "0.0.0.0/0"],
      "is for half of everybody": ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", "128.0.0.0/1"],
    }),
    ...changes([good], {
      "has no allow-list": ["masterAuthorizedNetworksConfig", undefined],
      "has an empty allow-list": ["masterAuthorizedNetworksConfig.cidrBlocks", []],
      "lets other customers in": ["masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled", true],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", unknownMarker],
      "a text of the cloud": ["masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock", fromCloud],
    }),
    "nobody knows whether it has an address": changedAll(
      [good],
      ["masterAuthorizedNetworksConfig", undefined],
      ["privateClusterConfig.enablePrivateEndpoint", unknownMarker],
    ),
  },
  guards: [
    {
      path: "masterAuthorizedNetworksConfig.cidrBlocks[0].cidrBlock",
      absent: "violated",
      bad: ["0.0.0.0/0", "128.0.0.0/1"],
    },
    { path: "masterAuthorizedNetworksConfig.gcpPublicCidrsAccessEnabled", absent: "violated", bad: [true, "false"] },
    { path: "masterAuthorizedNetworksConfig.cidrBlocks", absent: "violated", bad: [[], "0.0.0.0/0"] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    apiServerIsPrivate,
    "EKS",
    [goodEksCluster],
    [
      {
        path: "vpcConfig.publicAccessCidrs",
        absent: "violated",
        bad: [[], ["0.0.0.0/0"], ["10.0.0.0/8"], "192.0.2.0/24", [7]],
      },
      { path: "vpcConfig.publicAccessCidrs[0]", absent: "violated", bad: ["0.0.0.0/0"] },
    ],
    {
      holds: {
        "has no public endpoint": changedIn(
          [goodEksCluster],
          ["vpcConfig", { endpointPublicAccess: false, endpointPrivateAccess: true }],
        ),
      },
      violated: { "says nothing": changedIn([goodEksCluster], ["vpcConfig", {}]) },
      undecided: {
        "may have no public endpoint": changedIn(
          [goodEksCluster],
          ["vpcConfig", { endpointPublicAccess: unknownMarker }],
        ),
      },
    },
  ),
  fixturesOf(
    apiServerIsPrivate,
    "AKS",
    [goodAksCluster],
    [
      {
        path: "apiServerAccessProfile.authorizedIPRanges",
        absent: "violated",
        bad: [[], ["0.0.0.0/0"], "192.0.2.0/24"],
      },
    ],
    {
      holds: { "is private": changedIn([goodAksCluster], ["apiServerAccessProfile", { enablePrivateCluster: true }]) },
      violated: { "says nothing": changedIn([goodAksCluster], ["apiServerAccessProfile", undefined]) },
    },
  ),
];
