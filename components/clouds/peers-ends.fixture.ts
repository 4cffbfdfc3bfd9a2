import { z } from "zod";
import type { PlannedResource } from "../../plan/planned-resource.ts";

/** A possible end of a tunnel, as its cloud is told of it. */
export interface End {
  /** The planned resource that is told. */
  readonly told: string;
  /** Place of our address among those that our stack puts out. */
  readonly own: number;
  /** The peer's address. */
  readonly theirs: string;
  readonly ownInside: string;
  readonly peerInside: string;
  readonly ownAsn: number;
  readonly peerAsn: number;
  readonly key: string;
  /** Version, then encryption, pseudo-random function and group of keys, encryption and group of data: the same words for all. */
  readonly ciphers: string;
}

/** Reads the ends of a side's tunnels from its plan. `keys` are those of tunnels in their order: a plan hides them. */
export type ReadEnds = (resources: readonly PlannedResource[], keys: readonly string[]) => End[];

const texts = z.array(z.string()).length(1);
const four = "/30";

const gcpGateway = z.object({
  redundancyType: z.enum(["TWO_IPS_REDUNDANCY", "FOUR_IPS_REDUNDANCY"]),
  interfaces: z.array(z.object({ id: z.number(), ipAddress: z.string() })),
});
const gcpTunnel = z.object({
  vpnGatewayInterface: z.number(),
  peerExternalGatewayInterface: z.number(),
  ikeVersion: z.literal(2),
  cipherSuite: z.object({
    phase1: z.object({ encryptions: texts, prves: texts, dhs: texts }),
    phase2: z.object({ encryptions: texts, pfs: texts }),
  }),
});
const gcpSession = z.object({ peerAsn: z.number(), peerIpAddress: z.string(), ipAddress: z.string() });

/** Google Cloud's: each tunnel has an interface of the router, and a session on that. */
export const readGcpEnds: ReadEnds = (resources, keys) => {
  const gateways = inputsOf(resources, "gcp:compute/externalVpnGateway:ExternalVpnGateway", gcpGateway);
  const tunnels = inputsOf(resources, "gcp:compute/vPNTunnel:VPNTunnel", gcpTunnel);
  const range = z.object({ ipRange: z.string().endsWith(four) });
  const interfaces = inputsOf(resources, "gcp:compute/routerInterface:RouterInterface", range);
  const speaking = z.object({ bgp: z.object({ asn: z.number() }).optional() });
  const routers = inputsOf(resources, "gcp:compute/router:Router", speaking);
  const ownAsn = routers.flatMap(({ bgp }) => (bgp === undefined ? [] : [bgp.asn]))[0] ?? 0;
  return inputsOf(resources, "gcp:compute/routerPeer:RouterPeer", gcpSession).map((session) => {
    const end = madeWith(interfaces, session);
    const tunnel = madeWith(tunnels, end);
    const { cipherSuite, peerExternalGatewayInterface } = tunnel;
    if (end.ipRange !== `${session.ipAddress}${four}`) throw new Error("the session isn't its interface's");
    const addresses = madeWith(gateways, tunnel).interfaces;
    return {
      told: tunnel.name,
      own: tunnel.vpnGatewayInterface,
      theirs: addresses.find(({ id }) => id === peerExternalGatewayInterface)?.ipAddress ?? "",
      ownInside: session.ipAddress,
      peerInside: session.peerIpAddress,
      ownAsn,
      peerAsn: session.peerAsn,
      key: keys[tunnels.indexOf(tunnel)] ?? "",
      ciphers: inWords(2, [...Object.values(cipherSuite.phase1).flat(), ...Object.values(cipherSuite.phase2).flat()]),
    };
  });
};

const awsCustomer = z.object({ ipAddress: z.string(), bgpAsnExtended: z.string() });
const groups = z.array(z.number()).length(1);

/** AWS's: each connection has two tunnels, whose first inside address is AWS's. https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html */
export const readAwsEnds: ReadEnds = (resources, keys) => {
  const own = z.object({ amazonSideAsn: z.string() });
  const [gateway] = inputsOf(resources, "aws:ec2/vpnGateway:VpnGateway", own);
  const customers = inputsOf(resources, "aws:ec2/customerGateway:CustomerGateway", awsCustomer);
  const dynamic = z.looseObject({ staticRoutesOnly: z.literal(false) });
  const connections = inputsOf(resources, "aws:ec2/vpnConnection:VpnConnection", dynamic);
  return connections.flatMap((connection, side) =>
    [1, 2].map((number): End => {
      const customer = madeWith(customers, connection);
      const option = <T>(name: string, shape: z.ZodType<T>): T =>
        shape.parse(Reflect.get(connection, `tunnel${number}${name}`));
      const block = option("InsideCidr", z.string().endsWith(four)).slice(0, -four.length);
      const place = 2 * side + number - 1;
      return {
        told: `${connection.name} ${number}`,
        own: place,
        theirs: customer.ipAddress,
        ownInside: next(block, 1),
        peerInside: next(block, 2),
        ownAsn: Number(gateway?.amazonSideAsn),
        peerAsn: Number(customer.bgpAsnExtended),
        key: keys[place] ?? "",
        ciphers: inWords(option("IkeVersions", texts)[0] === "ikev2" ? 2 : 1, [
          ...option("Phase1EncryptionAlgorithms", texts),
          ...option("Phase1IntegrityAlgorithms", texts),
          ...option("Phase1DhGroupNumbers", groups).map(String),
          ...option("Phase2EncryptionAlgorithms", texts),
          ...option("Phase2DhGroupNumbers", groups).map(String),
        ]),
      };
    }),
  );
};

const azureGateway = z.object({
  bgpSettings: z.object({
    asn: z.number(),
    bgpPeeringAddresses: z
      .array(z.object({ ipconfigurationId: z.string(), customBgpIpAddresses: z.array(z.string()) }))
      .default([]),
  }),
});
const azureRemote = z.object({
  gatewayIpAddress: z.string(),
  bgpSettings: z.object({ asn: z.number(), bgpPeeringAddress: z.string() }),
});
const azurePolicy = z.object({
  ikeEncryption: z.string(),
  ikeIntegrity: z.string(),
  dhGroup: z.string(),
  ipsecEncryption: z.string(),
  pfsGroup: z.string(),
});
const azureConnection = z.object({
  connectionProtocol: z.literal("IKEv2"),
  enableBgp: z.literal(true),
  ipsecPolicies: z.array(azurePolicy).length(1),
  gatewayCustomBgpIpAddresses: z
    .array(z.object({ ipConfigurationId: z.string(), customBgpIpAddress: z.string() }))
    .length(2),
});

/** Azure's: a connection has an end at each of the gateway's instances, of which the other side answers one. */
export const readAzureEnds: ReadEnds = (resources, keys) => {
  const [gateway] = inputsOf(resources, "azure-native:network:VirtualNetworkGateway", azureGateway);
  const { asn = 0, bgpPeeringAddresses = [] } = gateway?.bgpSettings ?? {};
  const remotes = inputsOf(resources, "azure-native:network:LocalNetworkGateway", azureRemote);
  const connections = inputsOf(resources, "azure-native:network:VirtualNetworkGatewayConnection", azureConnection);
  return connections.flatMap((connection, index) => {
    const remote = madeWith(remotes, connection);
    const [policy] = connection.ipsecPolicies;
    return connection.gatewayCustomBgpIpAddresses.map(({ ipConfigurationId, customBgpIpAddress }): End => {
      const own = bgpPeeringAddresses.findIndex(({ ipconfigurationId }) => ipconfigurationId === ipConfigurationId);
      if (bgpPeeringAddresses[own]?.customBgpIpAddresses.includes(customBgpIpAddress) !== true)
        throw new Error(`the gateway isn't told of ${customBgpIpAddress}`);
      const { ikeEncryption = "", ikeIntegrity = "", dhGroup = "", ipsecEncryption = "", pfsGroup = "" } = policy ?? {};
      return {
        told: connection.name,
        own,
        theirs: remote.gatewayIpAddress,
        ownInside: customBgpIpAddress,
        peerInside: remote.bgpSettings.bgpPeeringAddress,
        ownAsn: asn,
        peerAsn: remote.bgpSettings.asn,
        key: keys[index] ?? "",
        ciphers: inWords(2, [ikeEncryption, ikeIntegrity, dhGroup, ipsecEncryption, pfsGroup]),
      };
    });
  });
};

/** Reads inputs of planned resources as a shape, sorted by name. */
function inputsOf<T>(resources: readonly PlannedResource[], type: string, shape: z.ZodType<T>) {
  return resources
    .filter((resource) => resource.type === type)
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, urn, inputs, dependencies }) => ({ name, urn, dependencies, ...shape.parse(inputs) }));
}

/** The one of those that a resource is made with. */
function madeWith<T extends { readonly urn: string }>(
  those: readonly T[],
  { dependencies }: { readonly dependencies: readonly string[] },
): T {
  const [found, other] = those.filter(({ urn }) => dependencies.includes(urn));
  if (found === undefined || other !== undefined) throw new Error(`there isn't one of ${those.length}`);
  return found;
}

/** The same algorithm in the clouds' words. */
const words: Readonly<Record<string, string>> = {
  "AES-GCM-16-256": "AES-256-GCM",
  "AES256-GCM-16": "AES-256-GCM",
  GCMAES256: "AES-256-GCM",
  "PRF-HMAC-SHA2-384": "SHA-384",
  "SHA2-384": "SHA-384",
  SHA384: "SHA-384",
  "Group-20": "P-384",
  "20": "P-384",
  ECP384: "P-384",
};

function inWords(version: number, said: readonly string[]): string {
  return [`IKEv${version}`, ...said.map((word) => words[word] ?? `${word}?`)].join(" ");
}

/** The address so many after another. */
function next(address: string, steps: number): string {
  const parts = address.split(".").map(Number);
  return [...parts.slice(0, 3), (parts[3] ?? 0) + steps].join(".");
}
