import { fixturesOf, type Property, type RuleFixtures } from "../fixture.ts";
import { goodGatewayConnection, goodTunnel, goodVpnConnection } from "../vpn-fixture.ts";
import { tunnelsUseModernCiphers } from "./tunnels-use-modern-ciphers.ts";

const list = (path: string, old: readonly (string | number)[], good: string | number): Property => ({
  path,
  absent: "violated",
  bad: [[], ...old.map((value) => [good, value]), good],
  good: [[good]],
});

const ofPhase = (tunnel: 1 | 2, phase: 1 | 2): Property[] => [
  list(`tunnel${tunnel}Phase${phase}EncryptionAlgorithms`, ["AES128", "AES128-GCM-16"], "AES256"),
  list(`tunnel${tunnel}Phase${phase}IntegrityAlgorithms`, ["SHA1"], "SHA2-256"),
  list(`tunnel${tunnel}Phase${phase}DhGroupNumbers`, [2, 5, 22, 24], 14),
];

const choice = (name: string, old: readonly string[], good: string): Property => ({
  path: `ipsecPolicies[0].${name}`,
  absent: "violated",
  bad: [...old, "", 1],
  good: [good],
});

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    tunnelsUseModernCiphers,
    "Cloud VPN",
    [goodTunnel],
    [
      { path: "ikeVersion", absent: "holds", bad: [1, "2"] },
      list("cipherSuite.phase1.encryptions", ["AES-CBC-128", "3DES-CBC"], "AES-CBC-256"),
      list("cipherSuite.phase1.prves", ["PRF-HMAC-SHA1", "PRF-HMAC-MD5"], "PRF-HMAC-SHA2-256"),
      list("cipherSuite.phase1.dhs", ["Group-2", "Group-5", "Group-22"], "Group-14"),
      list("cipherSuite.phase2.encryptions", ["AES-GCM-16-128"], "AES-CBC-256"),
      list("cipherSuite.phase2.pfs", ["Group-2"], "Group-31"),
    ],
  ),
  fixturesOf(
    tunnelsUseModernCiphers,
    "AWS",
    [goodVpnConnection],
    ([1, 2] as const).flatMap((tunnel) => [
      list(`tunnel${tunnel}IkeVersions`, ["ikev1"], "ikev2"),
      ...ofPhase(tunnel, 1),
      ...ofPhase(tunnel, 2),
    ]),
  ),
  fixturesOf(
    tunnelsUseModernCiphers,
    "Azure",
    [goodGatewayConnection],
    [
      { path: "connectionProtocol", absent: "violated", bad: ["IKEv1", ""] },
      { path: "ipsecPolicies", absent: "violated", bad: [[], "policy"] },
      choice("ikeEncryption", ["AES128", "DES3", "GCMAES128"], "AES256"),
      choice("ikeIntegrity", ["SHA1", "MD5"], "SHA256"),
      choice("dhGroup", ["DHGroup2", "DHGroup24", "None"], "DHGroup14"),
      choice("ipsecEncryption", ["None", "AES192", "DES"], "AES256"),
      choice("ipsecIntegrity", ["SHA1", "MD5"], "SHA256"),
      choice("pfsGroup", ["None", "PFS1", "PFS2"], "PFS14"),
    ],
  ),
];
