import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster } from "../gcp-fixture.ts";
import { apiServerIsPrivate } from "./api-server-is-private.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
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
