import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import type { AnyEnvironment } from "../../components/clouds/table.ts";
import { joinedBeside, joinedTo } from "../../components/clouds/wishes.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";

const joined = joinedTo("10.128.0.0/14");
const { "shop-elsewhere": peer } = joined.peers;
const networks = [
  { cidr: joined.cidr },
  { ...joined, peers: { "shop-elsewhere": { ...peer, gateways: undefined } } },
  joined,
  { ...joined, peers: { "shop-elsewhere": { ...peer, gateways: undefined } } },
  { cidr: joined.cidr },
];

type Network = (typeof networks)[number];

const clouds: readonly (readonly [string, (network: Network) => AnyEnvironment])[] = [
  ["aws", (network) => awsEnvironment({ network })],
  ["azure", (network) => azureEnvironment({ network })],
  ["gcp", (network) => gcpEnvironment({ network })],
];

describe.each(clouds)("the steps in which a network of %s is joined with another and parted from it", (name, make) => {
  it("come to their end one after the other, and none makes anything again that was there", async () => {
    await inFolder(async (root) => {
      const done: string[] = [];
      for (const network of networks) {
        const { summary, outputs } = await up(await planEnvironment(make(network), { layer: "cloud" }), { root });
        const { replace, delete: gone, create } = summary;
        done.push(
          [replace > 0 ? "replaces" : "", create > 0 ? "makes" : "", gone > 0 ? "deletes" : ""].join(" ").trim(),
        );
        expect(outputs["platform"]).toMatchObject({
          peers: Object.keys(network).length > 1 ? { "shop-elsewhere": {} } : {},
        });
      }
      expect([name, ...done]).toEqual([name, "makes", "makes", "makes", "deletes", "deletes"]);
    });
  });
});

const vpc = "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210";
const beside: readonly (readonly [string, readonly AnyEnvironment[], readonly string[]])[] = [
  [
    "aws that asks",
    [{ cidr: joined.cidr }, joinedBeside("10.128.0.0/14", vpc), { cidr: joined.cidr }].map((network) =>
      awsEnvironment({ network }),
    ),
    ["makes", "makes", "deletes"],
  ],
  [
    "aws that accepts",
    [
      { cidr: joined.cidr },
      joinedBeside("10.128.0.0/14", vpc),
      joinedBeside("10.128.0.0/14", vpc, "pcx-0123456789abcdef0"),
      { cidr: joined.cidr },
    ].map((network) => awsEnvironment({ network }, "shop-zz")),
    // Without the connection there is the component alone.
    ["makes", "makes", "makes", "deletes"],
  ],
  [
    "azure",
    ["one", "another", undefined].map((name) =>
      azureEnvironment({
        network:
          name === undefined
            ? { cidr: joined.cidr }
            : joinedBeside(
                "10.128.0.0/14",
                `/subscriptions/22222222-2222-2222-2222-222222222222/resourceGroups/shop/providers/Microsoft.Network/virtualNetworks/${name}`,
              ),
      }),
    ),
    ["makes", "replaces", "deletes"],
  ],
];

describe.each(beside)("a network of %s and another of its cloud", (_name, steps, expected) => {
  it("are joined and parted, and nothing else is made again", async () => {
    await inFolder(async (root) => {
      const done: string[] = [];
      for (const environment of steps) {
        const { summary } = await up(await planEnvironment(environment, { layer: "cloud" }), { root });
        const { replace, delete: gone, create } = summary;
        expect(replace).toBeLessThanOrEqual(1);
        done.push(
          [replace > 0 ? "replaces" : "", create > 0 ? "makes" : "", gone > 0 ? "deletes" : ""].join(" ").trim(),
        );
      }
      expect(done).toEqual(expected);
    });
  });
});
