import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changedAll, changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { firewallIsClosedToTheWorld } from "./firewall-is-closed-to-the-world.ts";

const good = planned("gcp:compute/firewall:Firewall", {
  direction: "INGRESS",
  allows: [{ protocol: "tcp", ports: ["443"] }],
  sourceRanges: ["192.0.2.0/24"],
});

export const fixtures: RuleFixtures = {
  rule: firewallIsClosedToTheWorld,
  holds: {
    "as it should be": [good],
    ...changes([good], { "a private block": ["sourceRanges[0]", "10.0.0.0/8"] }),
    "names accounts instead": changedAll(
      [good],
      ["sourceRanges", undefined],
      ["sourceServiceAccounts", ["a@example.com"]],
    ),
  },
  violated: {
    ...changes([good], {
      "is for everybody": ["sourceRanges[0]", "0.0.0.0/0"],
      "is for everybody by IPv6": ["sourceRanges[0]", "::/0"],
      "is for half of everybody": ["sourceRanges[0]", "0.0.0.0/1"],
    }),
    ...changes([good], { "names no source": ["sourceRanges", undefined], "names an empty list": ["sourceRanges", []] }),
    "doesn't say a direction": changedAll([good], ["direction", undefined], ["sourceRanges", ["0.0.0.0/0"]]),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["sourceRanges[0]", unknownMarker],
      "a text of the cloud": ["sourceRanges[0]", fromCloud],
    }),
    ...changes([good], { "nobody knows the list": ["sourceRanges", unknownMarker] }),
  },
  notApplicable: changes([good], {
    "lets nothing in": ["allows", undefined],
    "is about what goes out": ["direction", "EGRESS"],
  }),
  guards: [
    { path: "sourceRanges[0]", absent: "violated", bad: ["0.0.0.0/0", "::/0", "0.0.0.0/1"] },
    { path: "direction", absent: "holds", bad: ["SIDEWAYS"] },
  ],
};
