import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import { custom } from "../../../plan.fixture.ts";
import { decideAddresses } from "../../../kit/network/addresses.ts";
import { gcpEnvironment } from "../environment.fixture.ts";
import { ancestors } from "../../layer.fixture.ts";
import { joinedTo } from "../../wishes.fixture.ts";

const environment = gcpEnvironment({ domains: {}, network: joinedTo("10.128.0.0/14") });
const plan = planEnvironment(environment, { layer: "cloud" });
const addresses = decideAddresses(environment.network.cidr);

describe("ways to other clouds from Google Cloud", () => {
  // https://cloud.google.com/network-connectivity/docs/router/how-to/advertising-custom-ip
  it("tell peers of nodes, pods and managed stores, and of nothing else", async () => {
    const { resources } = await plan;
    expect(custom(resources, "shop-prod-vpn-router").inputs["bgp"]).toMatchObject({
      advertiseMode: "CUSTOM",
      advertisedIpRanges: [addresses.nodes, addresses.pods, addresses.dataByZone[0], addresses.peeredServices].map(
        (range) => ({ range }),
      ),
    });
  });

  it("tell of no block that nothing lives in", async () => {
    const bare = gcpEnvironment({ domains: {}, stores: {}, network: joinedTo("10.128.0.0/14") });
    const { resources } = await planEnvironment(bare, { layer: "cloud" });
    expect(custom(resources, "shop-prod-vpn-router").inputs["bgp"]).toMatchObject({
      advertisedIpRanges: [{ range: addresses.nodes }, { range: addresses.pods }],
    });
    expect(resources.map(({ type }) => type)).not.toContain(
      "gcp:compute/networkPeeringRoutesConfig:NetworkPeeringRoutesConfig",
    );
  });

  // https://cloud.google.com/sql/docs/postgres/configure-private-services-access
  it("are passed on to the network of Cloud SQL, by the network's name, as nothing else can be", async () => {
    const { resources } = await plan;
    expect(custom(resources, "shop-prod-vpn-services").inputs).toMatchObject({
      network: expect.stringMatching(/shop-prod-network-vpc#name}$/) as unknown,
      peering: expect.stringMatching(/shop-prod-network-peering#peering}$/) as unknown,
      exportCustomRoutes: true,
      importCustomRoutes: false,
    });
  });

  // https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies#to_peer_vpn_gateways
  it("end at both addresses of a peer, one from each side of the gateway, which has IPv4 only", async () => {
    const { resources } = await plan;
    expect(custom(resources, "shop-prod-vpn-gateway").inputs).toMatchObject({ stackType: "IPV4_ONLY" });
    expect(custom(resources, "shop-prod-vpn-shop-elsewhere").inputs).toMatchObject({
      redundancyType: "TWO_IPS_REDUNDANCY",
      interfaces: [
        { id: 0, ipAddress: "203.0.113.10" },
        { id: 1, ipAddress: "198.51.100.20" },
      ],
    });
  });

  // https://cloud.google.com/compute/docs/reference/rest/v1/externalVpnGateways: global, and of no network.
  it("know a peer's gateway only once Compute Engine's API is on", async () => {
    const { resources } = await plan;
    const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
    const before = [...ancestors({ byUrn }, custom(resources, "shop-prod-vpn-shop-elsewhere"))];
    expect(before.map(({ inputs }) => inputs["service"])).toContain("compute.googleapis.com");
  });

  it("are taken away before they are made again, since neither gateway nor router takes the same twice", async () => {
    const { resources } = await plan;
    const made = resources.filter(({ name, custom: is }) => is && /-vpn-shop-elsewhere-\d$/.test(name));
    expect(made).toHaveLength(6);
    expect(made.filter(({ deleteBeforeReplace }) => !deleteBeforeReplace)).toEqual([]);
  });

  it("are in the region of the network, which routes within its region", async () => {
    const { resources } = await plan;
    const regional = resources.filter(
      ({ name, inputs }) => name.startsWith("shop-prod-vpn") && inputs["region"] !== undefined,
    );
    expect(new Set(regional.map(({ inputs }) => inputs["region"]))).toEqual(new Set(["europe-west1"]));
    expect(custom(resources, "shop-prod-network-vpc").inputs["routingMode"]).toBe("REGIONAL");
  });
});
