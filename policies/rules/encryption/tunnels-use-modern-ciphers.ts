import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, isAbsent, itemsOf, judged, type Finding, type Place } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Tunnels to other networks speak IKEv2 and offer nothing but ciphers and groups of today. */
export const tunnelsUseModernCiphers: ResourceRule = {
  id: "PK-ENC-017",
  name: "tunnels-use-modern-ciphers",
  says: "Tunnels to other networks speak IKEv2 and offer nothing but ciphers and groups of today.",
  why: "By default clouds also take IKEv1, SHA-1 and groups of 1,024 bits, and whoever sits between the two ends may choose.",
  fix: {
    gcp: "Set `ikeVersion: 2` and a `cipherSuite` of AES-256, SHA-2 and Group-14 or higher on the tunnel.",
    aws: "Set `ikev2`, AES-256, SHA-2 and groups of 14 or higher on both tunnels of the connection, in both phases.",
    azure: "Set `connectionProtocol: IKEv2` and one of `ipsecPolicies` with AES-256, SHA-2 and DHGroup14 or higher.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-8(1)", "CC6.7", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/network-connectivity/docs/vpn/concepts/supported-ike-ciphers",
    aws: "https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html",
    azure: "https://learn.microsoft.com/azure/vpn-gateway/vpn-gateway-about-compliance-crypto",
  },
  ...judgedByType({
    "gcp:compute/vPNTunnel:VPNTunnel": judgeTunnel,
    "aws:ec2/vpnConnection:VpnConnection": judgeConnection,
    "azure-native:network:VirtualNetworkGatewayConnection": judgeAzureConnection,
  }),
};

const text = (pattern: RegExp) => (value: unknown) => typeof value === "string" && pattern.test(value);

/** Every item of a list that has one at least. */
function expectEach(place: Place, said: string, isGood: (value: unknown) => boolean): readonly Finding[] {
  const { items, findings } = itemsOf(place);
  if (isAbsent(place) || (findings.length === 0 && items.length === 0)) return expectValue(place, said, () => false);
  return [...findings, ...items.flatMap((item) => expectValue(item, said, isGood))];
}

const groups = "Group-14 or higher";
const isGcpGroup = text(/^Group-(?:1[4-9]|2[01]|31)$/);

function judgeTunnel(tunnel: PlannedResource): Judgement {
  const inputs = inputsOf(tunnel);
  const [keys, data] = [at(inputs, "cipherSuite", "phase1"), at(inputs, "cipherSuite", "phase2")];
  return judged(
    [
      // 2 is the default.
      ...expectValue(at(inputs, "ikeVersion"), "2", (value) => value === 2, "holds"),
      ...[keys, data].flatMap((phase) => [
        ...expectEach(at(phase, "encryptions"), "AES-…-256", text(/^AES-(?:CBC|GCM-16)-256$/)),
        // A cipher that brings its own integrity names none.
        ...itemsOf(at(phase, "integrities")).items.flatMap((item) =>
          expectValue(item, "HMAC-SHA2-…", text(/^HMAC-SHA2-/)),
        ),
      ]),
      ...expectEach(at(keys, "prves"), "PRF-HMAC-SHA2-…", text(/^PRF-HMAC-SHA2-/)),
      ...expectEach(at(keys, "dhs"), groups, isGcpGroup),
      ...expectEach(at(data, "pfs"), groups, isGcpGroup),
    ],
    "it offers nothing old",
  );
}

function judgeConnection(connection: PlannedResource): Judgement {
  const inputs = inputsOf(connection);
  const option = (number: number, name: string): Place => at(inputs, `tunnel${number}${name}`);
  return judged(
    [1, 2].flatMap((number) => [
      ...expectEach(option(number, "IkeVersions"), "ikev2", (value) => value === "ikev2"),
      ...[1, 2].flatMap((phase) => [
        ...expectEach(option(number, `Phase${phase}EncryptionAlgorithms`), "AES256…", text(/^AES256(?:-GCM-16)?$/)),
        ...expectEach(option(number, `Phase${phase}IntegrityAlgorithms`), "SHA2-…", text(/^SHA2-/)),
        ...expectEach(
          option(number, `Phase${phase}DhGroupNumbers`),
          "14 to 21",
          (value) => typeof value === "number" && value >= 14 && value <= 21,
        ),
      ]),
    ]),
    "both of its tunnels offer nothing old",
  );
}

/** What a policy may say; an integrity of GCM is the cipher's own. */
const azureChoices: Readonly<Record<string, RegExp>> = {
  ikeEncryption: /^(?:GCM)?AES256$/,
  ikeIntegrity: /^(?:SHA(?:256|384)|GCMAES256)$/,
  dhGroup: /^(?:DHGroup14|DHGroup2048|ECP(?:256|384))$/,
  ipsecEncryption: /^(?:GCM)?AES256$/,
  ipsecIntegrity: /^(?:SHA256|GCMAES256)$/,
  pfsGroup: /^(?:PFS(?:14|2048)|ECP(?:256|384))$/,
};

function judgeAzureConnection(connection: PlannedResource): Judgement {
  const inputs = inputsOf(connection);
  const place = at(inputs, "ipsecPolicies");
  const { items, findings } = itemsOf(place);
  // Without a policy of one's own Azure also offers groups of 1,024 bits.
  const none = isAbsent(place) || (findings.length === 0 && items.length === 0);
  return judged(
    [
      ...expectValue(at(inputs, "connectionProtocol"), "IKEv2", (value) => value === "IKEv2"),
      ...(none ? expectValue(place, "a policy", () => false) : findings),
      ...items.flatMap((policy) =>
        Object.entries(azureChoices).flatMap(([choice, pattern]) =>
          expectValue(at(policy, choice), "one of today", text(pattern)),
        ),
      ),
    ],
    "it offers nothing old",
  );
}
