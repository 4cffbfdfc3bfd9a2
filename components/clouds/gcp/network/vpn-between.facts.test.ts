import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../plan/plan-environment.ts";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { custom } from "../../../plan.fixture.ts";
import { joinedTo } from "../../wishes.fixture.ts";
import { checkGcp } from "../check.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const gatewayOf = (environment: string): string =>
  `projects/${environment}/regions/europe-west1/vpnGateways/${environment}-vpn-gateway-1234567`;
const { peers } = joinedTo("10.128.0.0/14");
const { sharedSecret } = peers["shop-elsewhere"];
const block = { "shop-a": "10.20.0.0/14", "shop-b": "10.64.0.0/14" } as const;
type Name = keyof typeof block;

const environmentOf = (name: Name, other: Name, ends: { gateway?: string; gateways?: string[] }) =>
  gcpEnvironment(
    {
      domains: {},
      network: { cidr: block[name], peers: { [other]: { kind: "vpn", cidr: block[other], sharedSecret, ...ends } } },
    },
    name,
  );
const planOf = (name: Name, other: Name, gateway?: string) =>
  planEnvironment(environmentOf(name, other, gateway === undefined ? {} : { gateway }), { layer: "cloud" });
const ofType = (resources: readonly PlannedResource[], type: string): PlannedResource[] =>
  resources.filter((resource) => resource.type === type).sort((a, b) => (a.name < b.name ? -1 : 1));

const ends = Promise.all([
  planOf("shop-a", "shop-b", gatewayOf("shop-b")),
  planOf("shop-b", "shop-a", gatewayOf("shop-a")),
]);

// https://cloud.google.com/network-connectivity/docs/vpn/how-to/creating-ha-vpn2
describe("tunnels between two networks of Google Cloud", () => {
  it("name the other's gateway and none of its addresses, one from each side", async () => {
    for (const [{ resources }, theirs] of (await ends).map(
      (plan, index) => [plan, index === 0 ? "shop-b" : "shop-a"] as const,
    )) {
      const tunnels = ofType(resources, "gcp:compute/vPNTunnel:VPNTunnel").map(({ inputs }) => inputs);
      expect(tunnels).toMatchObject(
        [0, 1].map((side) => ({ vpnGatewayInterface: side, peerGcpGateway: gatewayOf(theirs) })),
      );
      for (const tunnel of tunnels) {
        expect(tunnel["peerExternalGateway"]).toBeUndefined();
        expect(tunnel["peerExternalGatewayInterface"]).toBeUndefined();
      }
      expect(ofType(resources, "gcp:compute/externalVpnGateway:ExternalVpnGateway")).toEqual([]);
    }
  });

  it("have sessions in which each end is told what the other end is told", async () => {
    const [a, b] = await ends;
    const sessions = ({ resources }: typeof a) =>
      ofType(resources, "gcp:compute/routerPeer:RouterPeer").map(({ inputs }) => inputs);
    const bgp = ({ resources }: typeof a, name: Name) => custom(resources, `${name}-vpn-router`).inputs["bgp"];
    const [ours, theirs] = [sessions(a), sessions(b)];
    expect(ours).toHaveLength(2);
    for (const [index, session] of ours.entries()) {
      expect([session["ipAddress"], session["peerIpAddress"]]).toEqual([
        theirs[index]?.["peerIpAddress"],
        theirs[index]?.["ipAddress"],
      ]);
      expect(bgp(b, "shop-b")).toMatchObject({ asn: session["peerAsn"] });
      expect(bgp(a, "shop-a")).toMatchObject({ asn: theirs[index]?.["peerAsn"] });
    }
    expect(new Set([...ours, ...theirs].map(({ ipAddress }) => ipAddress)).size).toBe(4);
  });

  // https://cloud.google.com/sql/docs/postgres/configure-private-services-access
  it("are told to the network of Cloud SQL, which a peering would keep them from", async () => {
    const [{ resources }] = await ends;
    expect(custom(resources, "shop-a-vpn-services").inputs).toMatchObject({ exportCustomRoutes: true });
  });

  it("need the gateway's name first, which its stack puts out", async () => {
    const { resources, outputs } = await planOf("shop-a", "shop-b");
    expect(ofType(resources, "gcp:compute/vPNTunnel:VPNTunnel")).toEqual([]);
    expect(outputs["platform"]).toMatchObject({
      peers: { "shop-b": { gateway: expect.stringMatching(/shop-a-vpn-gateway#id}$/) as unknown } },
    });
  });
});

describe("what Google Cloud says of a gateway that is named", () => {
  const said = (ends: { gateway?: string; gateways?: string[] }) =>
    checkGcp(environmentOf("shop-a", "shop-b", ends)).map(({ path, rule }) => `${path}: ${rule}`);
  const place = "network.peers.shop-b.gateway: ";

  // https://cloud.google.com/network-connectivity/docs/vpn/concepts/topologies#connect-vpcs
  it("is nothing where it is one of Google's, in whatever region", () => {
    expect(said({ gateway: gatewayOf("shop-b") })).toEqual([]);
    expect(said({ gateway: gatewayOf("shop-b").replace("europe-west1", "europe-west4") })).toEqual([]);
  });

  it("is why it can't be in other words, or beside addresses", () => {
    expect(said({ gateway: "vgw-0123456789abcdef0" })).toEqual([`${place}isn't the name of a VPN gateway`]);
    expect(said({ gateway: gatewayOf("shop-b"), gateways: ["203.0.113.1", "203.0.113.2"] })).toEqual([
      `${place}says where the other end is, and gateways say it too`,
    ]);
  });
});
