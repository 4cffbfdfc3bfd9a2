import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { custom } from "../../../plan.fixture.ts";
import { joinedBeside } from "../../wishes.fixture.ts";
import { checkAws } from "../check.ts";
import { awsEnvironment } from "../environment.fixture.ts";

const block = "10.128.0.0/14";
const elsewhere = "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210";
const { account, regions } = awsEnvironment({}).cloud;
const beside = `arn:aws:ec2:${regions.primary}:${account}:vpc/vpc-0fedcba9876543210`;
const connection = "pcx-0123456789abcdef0";

const planOf = async (name: string, network: string, accepted?: string) =>
  (
    await planEnvironment(awsEnvironment({ domains: {}, network: joinedBeside(block, network, accepted) }, name), {
      layer: "cloud",
    })
  ).resources;

describe("ways between VPCs", () => {
  // https://docs.aws.amazon.com/vpc/latest/peering/create-vpc-peering-connection.html
  it("are asked for with the other's account, region and VPC, and never accepted by who asks", async () => {
    const { inputs } = custom(await planOf("shop-prod", elsewhere), "shop-prod-peering-shop-zone");
    expect(inputs).toMatchObject({
      peerOwnerId: "210987654321",
      peerRegion: "eu-central-1",
      peerVpcId: "vpc-0fedcba9876543210",
      vpcId: expect.stringMatching(/shop-prod-network-vpc#id}$/) as unknown,
      autoAccept: false,
    });
    // For public addresses only. https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
    expect([inputs["requester"], inputs["accepter"]]).toEqual([undefined, undefined]);
  });

  // https://docs.aws.amazon.com/vpc/latest/peering/accept-vpc-peering-connection.html
  it("are accepted by their id, with tags of our own", async () => {
    const { inputs, ignoreChanges } = custom(
      await planOf("shop-zz", elsewhere, connection),
      "shop-zz-peering-shop-zone",
    );
    expect(inputs).toMatchObject({ vpcPeeringConnectionId: connection, autoAccept: true, tags: { system: "shop" } });
    expect(ignoreChanges).toEqual([]);
  });

  // Tags are an account's and a region's own: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Tags.html
  it("keep the tags of who asked where both are one object, in one account and region", async () => {
    const { inputs, ignoreChanges } = custom(await planOf("shop-zz", beside, connection), "shop-zz-peering-shop-zone");
    expect(inputs["tags"]).toBeUndefined();
    expect(ignoreChanges).toEqual(["tags", "tagsAll"]);
  });

  // https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html
  it("lead from nodes, pods and managed servers to the whole of the other's block, and not from what faces the internet", async () => {
    const ways = (await planOf("shop-prod", elsewhere)).filter(({ inputs }) => "vpcPeeringConnectionId" in inputs);
    expect(
      ways.map(({ inputs }) => JSON.stringify(inputs["routeTableId"]).replace(/^.*::(.*)#id}"$/, "$1")).sort(),
    ).toEqual([
      "shop-prod-network-data",
      "shop-prod-network-nodes-euw1-az1",
      "shop-prod-network-nodes-euw1-az2",
      "shop-prod-network-nodes-euw1-az3",
    ]);
    for (const { inputs } of ways) expect(inputs["destinationCidrBlock"]).toBe(block);
  });

  it("let the other's block call managed stores, as tunnels do, and nothing else", async () => {
    const groups = (await planOf("shop-prod", elsewhere)).filter(
      ({ type, inputs }) => type === "aws:ec2/securityGroup:SecurityGroup" && JSON.stringify(inputs).includes(block),
    );
    const names = groups.map(({ name }) => name);
    for (const store of ["events", "orders", "sessions"]) expect(names).toContain(`shop-prod-${store}-clients`);
    expect(names.filter((name) => !name.endsWith("-clients"))).toEqual([]);
  });
});

describe("what AWS says of a peer on AWS", () => {
  const said = (name: string, network: string, accepted?: string) =>
    checkAws(awsEnvironment({ domains: {}, network: joinedBeside(block, network, accepted) }, name)).map(
      ({ path, rule }) => `${path}: ${rule}`,
    );

  it("is nothing where its VPC and the connection are right", () => {
    expect(said("shop-prod", elsewhere)).toEqual([]);
    expect(said("shop-zz", elsewhere)).toEqual([]);
    expect(said("shop-zz", elsewhere, connection)).toEqual([]);
  });

  it.each([
    [
      "an id without account and region",
      "shop-prod",
      "vpc-0fedcba9876543210",
      undefined,
      "network: isn't the ARN of a VPC",
    ],
    [
      "another cloud's network",
      "shop-prod",
      "projects/p/global/networks/n",
      undefined,
      "network: isn't the ARN of a VPC",
    ],
    [
      "a VPC of another partition",
      "shop-prod",
      elsewhere.replace("aws", "aws-cn"),
      undefined,
      "network: isn't the ARN of a VPC",
    ],
    [
      "a connection where it asks itself",
      "shop-prod",
      elsewhere,
      connection,
      "connection: is for the side that accepts, and shop-prod is the one that asks, since its name comes first",
    ],
    [
      "something else for a connection",
      "shop-zz",
      elsewhere,
      "vpc-0fedcba9876543210",
      "connection: isn't the identifier of a peering connection",
    ],
  ])("is that it can't be %s", (_, name, network, accepted, expected) => {
    expect(said(name, network, accepted)).toEqual([`network.peers.shop-zone.${expected}`]);
  });
});
