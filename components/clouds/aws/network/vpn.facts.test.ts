import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { custom } from "../../../plan.fixture.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { joinedTo } from "../../wishes.fixture.ts";
import { checkAws } from "../check.ts";

const block = "10.128.0.0/14";
const plan = planEnvironment(awsEnvironment({ domains: {}, network: joinedTo(block) }), { layer: "cloud" });

describe("ways to other clouds from AWS", () => {
  // https://docs.aws.amazon.com/vpn/latest/s2svpn/SetUpVPNConnections.html#vpn-configure-route-tables
  it("are put into the routes of nodes, pods and managed servers, and not of what faces the internet", async () => {
    const { resources } = await plan;
    const tables = resources
      .filter(({ type }) => type === "aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation")
      .map(({ name, inputs }) => [name, JSON.stringify(inputs["routeTableId"]).replace(/^.*::(.*)#id}"$/, "$1")]);
    expect(Object.fromEntries(tables)).toEqual({
      "shop-prod-vpn-data": "shop-prod-network-data",
      "shop-prod-vpn-nodes-euw1-az1": "shop-prod-network-nodes-euw1-az1",
      "shop-prod-vpn-nodes-euw1-az2": "shop-prod-network-nodes-euw1-az2",
      "shop-prod-vpn-nodes-euw1-az3": "shop-prod-network-nodes-euw1-az3",
    });
  });

  it("let the peer's block call managed stores by their ports, and nothing let in by it is open to the world", async () => {
    const { resources } = await plan;
    const groups = resources.filter(
      ({ type, inputs }) => type === "aws:ec2/securityGroup:SecurityGroup" && JSON.stringify(inputs).includes(block),
    );
    const names = groups.map(({ name }) => name);
    for (const store of ["events", "orders", "sessions"]) expect(names).toContain(`shop-prod-${store}-clients`);
    // Managed stores and doors to them, and not the cluster's own groups.
    expect(names.filter((name) => !name.endsWith("-clients"))).toEqual([]);
    for (const { inputs } of groups) expect(JSON.stringify(inputs["ingress"])).not.toContain("0.0.0.0/0");
  });

  it("let databases follow others in the peer's block, and call nobody else", async () => {
    const { resources } = await plan;
    expect(custom(resources, "shop-prod-orders-clients").inputs["egress"]).toMatchObject([
      { protocol: "tcp", fromPort: 5432, toPort: 5432, cidrBlocks: [block] },
    ]);
    const alone = await planEnvironment(awsEnvironment({ domains: {} }), { layer: "cloud" });
    expect(custom(alone.resources, "shop-prod-orders-clients").inputs["egress"]).toEqual([]);
  });

  // https://docs.aws.amazon.com/vpn/latest/s2svpn/cgw-options.html
  it("name a peer's number in the field for numbers above 2147483647", async () => {
    const { resources } = await plan;
    const { inputs } = custom(
      resources.filter(({ type }) => type === "aws:ec2/customerGateway:CustomerGateway"),
      "shop-prod-vpn-shop-elsewhere-0",
    );
    expect(Number(inputs["bgpAsnExtended"])).toBeGreaterThan(2 ** 31);
    expect(inputs["bgpAsn"]).toBeUndefined();
    expect(inputs["ipAddress"]).toBe("203.0.113.10");
  });

  // https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
  it("exchange routes, and have addresses inside of tunnels that AWS doesn't keep to itself", async () => {
    const { resources } = await plan;
    const connections = resources.filter(({ type }) => type === "aws:ec2/vpnConnection:VpnConnection");
    expect(connections).toHaveLength(2);
    const blocks = connections.flatMap(({ inputs }) => [inputs["tunnel1InsideCidr"], inputs["tunnel2InsideCidr"]]);
    expect(new Set(blocks).size).toBe(4);
    for (const inside of blocks) expect(inside).toMatch(/^169\.254\.2[12]\.\d+\/30$/);
    expect(connections.map(({ inputs }) => inputs["staticRoutesOnly"])).toEqual([false, false]);
  });

  it("refuse a peer with an address for each tunnel, which is AWS too", () => {
    const four = ["192.0.2.1", "192.0.2.2", "192.0.2.3", "192.0.2.4"];
    const paths = (gateways: string[]) =>
      checkAws(awsEnvironment({ domains: {}, network: joinedTo(block, gateways) })).map(({ path }) => path);
    expect(paths(four)).toEqual(["network.peers.shop-elsewhere.gateways"]);
    expect(paths(four.slice(0, 2))).toEqual([]);
  });

  it("refuse a gateway's name in place of its addresses", () => {
    const named = joinedTo(block);
    const peers = {
      "shop-elsewhere": {
        ...named.peers["shop-elsewhere"],
        gateways: undefined,
        gateway: "projects/p/regions/r/vpnGateways/n",
      },
    };
    expect(checkAws(awsEnvironment({ domains: {}, network: { ...named, peers } })).map(({ path }) => path)).toEqual([
      "network.peers.shop-elsewhere.gateway",
    ]);
  });
});
