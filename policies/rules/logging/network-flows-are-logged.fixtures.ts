import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodFlowLog, goodVpc } from "../aws-fixture.ts";
import { goodVnet, goodVnetFlowLog } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { networkFlowsAreLogged } from "./network-flows-are-logged.ts";

const good = planned("gcp:compute/subnetwork:Subnetwork", { logConfig: { flowSampling: 0.5 } });

const rejected = changedIn(
  [{ ...goodFlowLog, name: "rejected", urn: `${goodFlowLog.urn}-rejected` }],
  ["trafficType", "REJECT"],
);

const first: RuleFixtures = {
  rule: networkFlowsAreLogged,
  holds: {
    "as it should be": [good],
    ...changes([good], { "takes the default": ["logConfig.flowSampling", undefined] }),
  },
  violated: {
    ...changes([good], { "says nothing": ["logConfig", undefined], "is a word": ["logConfig", "on"] }),
    ...changes([good], { "logs nothing": ["logConfig.flowSampling", 0] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["logConfig", unknownMarker],
      "a text of the cloud": ["logConfig", fromCloud],
    }),
  },
  notApplicable: {
    ...changes([good], { "a proxy's": ["purpose", "REGIONAL_MANAGED_PROXY"] }),
    "somebody else's": [{ ...good, importId: "projects/a/regions/b/subnetworks/c" }],
  },
  guards: [
    { path: "logConfig", absent: "violated", bad: ["on"] },
    { path: "logConfig.flowSampling", absent: "holds", bad: [0, "1", 2] },
  ],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    networkFlowsAreLogged,
    "AWS",
    [goodVpc, goodFlowLog],
    [
      { path: "trafficType", of: "flows", absent: "violated", bad: ["REJECT"] },
      { path: "vpcId", of: "flows", absent: "violated", bad: ["vpc-0another"] },
    ],
    {
      holds: { "with a second log of less": [goodVpc, goodFlowLog, ...rejected] },
      violated: { "says nothing": [goodVpc] },
      notApplicable: { "isn't ours": [{ ...goodVpc, importId: "vpc-0123" }] },
    },
  ),
  fixturesOf(
    networkFlowsAreLogged,
    "Azure",
    [goodVnet, goodVnetFlowLog],
    [
      { path: "enabled", of: "flows", absent: "violated", bad: [false, "true"] },
      { path: "targetResourceId", of: "flows", absent: "violated", bad: ["/subscriptions/s/another"] },
    ],
    {
      holds: { "another network's log beside": [goodVnet, goodVnetFlowLog, { ...goodFlowLog, name: "aws" }] },
      violated: { "says nothing": [goodVnet] },
      notApplicable: { "isn't ours": [{ ...goodVnet, importId: "/subscriptions/s/network" }] },
    },
  ),
];
