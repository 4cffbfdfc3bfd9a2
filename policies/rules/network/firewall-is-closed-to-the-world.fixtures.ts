import { unknownMarker } from "../../../plan/planned-resource.ts";
import { type RuleFixtures, changedAll, changedIn, changes, fixturesOf, fromCloud, planned } from "../fixture.ts";
import { firewallIsClosedToTheWorld } from "./firewall-is-closed-to-the-world.ts";

const good = planned("gcp:compute/firewall:Firewall", {
  direction: "INGRESS",
  allows: [{ protocol: "tcp", ports: ["443"] }],
  sourceRanges: ["192.0.2.0/24"],
});

const rule = {
  name: "nodes",
  access: "Allow",
  direction: "Inbound",
  protocol: "*",
  sourceAddressPrefix: "10.0.0.0/16",
  destinationPortRange: "*",
};
const web = planned("azure-native:network:NetworkSecurityGroup", {
  securityRules: [
    {
      name: "web",
      access: "Allow",
      direction: "Inbound",
      protocol: "Tcp",
      sourceAddressPrefix: "Internet",
      destinationPortRanges: ["80", "443"],
    },
  ],
});

const first: RuleFixtures = {
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

export const fixtures: readonly RuleFixtures[] = [
  first,

  ...["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"].map((type) =>
    fixturesOf(
      firewallIsClosedToTheWorld,
      type,
      [planned(type, { ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }] })],
      [
        { path: "ingress", absent: "holds", bad: [[{ cidrBlocks: ["0.0.0.0/0"] }], "all"] },
        { path: "ingress[0].cidrBlocks", absent: "holds", bad: [["0.0.0.0/0"], ["10.0.0.0/16", "128.0.0.0/1"], [7]] },
        { path: "ingress[0].ipv6CidrBlocks", absent: "holds", bad: [["::/0"]] },
      ],
    ),
  ),
  fixturesOf(
    firewallIsClosedToTheWorld,
    "a rule of a group on AWS",
    [
      planned("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule", {
        cidrIpv4: "10.0.0.0/16",
        ipProtocol: "tcp",
      }),
    ],
    [
      { path: "cidrIpv4", absent: "holds", bad: ["0.0.0.0/0", 7] },
      { path: "cidrIpv6", absent: "holds", bad: ["::/0"] },
    ],
  ),
  fixturesOf(
    firewallIsClosedToTheWorld,
    "an older rule of a group on AWS",
    [planned("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "ingress", cidrBlocks: ["10.0.0.0/16"] })],
    [
      { path: "cidrBlocks", absent: "holds", bad: [["0.0.0.0/0"]] },
      { path: "type", absent: "violated", bad: ["in"] },
    ],
    {
      notApplicable: {
        "what goes out": [
          planned("aws:ec2/securityGroupRule:SecurityGroupRule", { type: "egress", cidrBlocks: ["0.0.0.0/0"] }),
        ],
      },
    },
  ),
  fixturesOf(
    firewallIsClosedToTheWorld,
    "a group of rules on Azure",
    [planned("azure-native:network:NetworkSecurityGroup", { securityRules: [rule] })],
    [
      { path: "securityRules", absent: "holds", bad: [[{ ...rule, sourceAddressPrefix: "*" }], "all"] },
      {
        path: "securityRules[0].sourceAddressPrefix",
        absent: "holds",
        bad: ["*", "Internet", "0.0.0.0/0", "any", 7],
        good: ["VirtualNetwork", "AzureLoadBalancer"],
      },
      { path: "securityRules[0].sourceAddressPrefixes", absent: "holds", bad: [["10.0.0.0/8", "0.0.0.0/1"], "*"] },
    ],
    {
      holds: {
        "the web is open": [web],
        "what is denied": [
          changedIn([web], ["securityRules[0]", { ...rule, access: "Deny", sourceAddressPrefix: "*" }]),
        ].flat(),
        "what goes out": [
          changedIn([web], ["securityRules[0]", { ...rule, direction: "Outbound", sourceAddressPrefix: "*" }]),
        ].flat(),
      },
      violated: {
        "the web and more": changedIn([web], ["securityRules[0].destinationPortRanges", ["443", "22"]]),
        "the web by any protocol": changedIn([web], ["securityRules[0].protocol", "*"]),
        "the web without ports": changedIn([web], ["securityRules[0].destinationPortRanges", undefined]),
      },
    },
  ),
  fixturesOf(
    firewallIsClosedToTheWorld,
    "a rule on Azure",
    [planned("azure-native:network:SecurityRule", { ...rule })],
    [{ path: "sourceAddressPrefix", absent: "holds", bad: ["*", "0.0.0.0/0"] }],
  ),
];
