import { outputOf, planned } from "./fixture.ts";
import { goodLabels } from "./gcp-fixture.ts";

/** Tunnels to other networks that every rule holds of. */
export const goodTunnel = planned("gcp:compute/vPNTunnel:VPNTunnel", {
  ikeVersion: 2,
  cipherSuite: {
    phase1: { encryptions: ["AES-GCM-16-256"], prves: ["PRF-HMAC-SHA2-384"], dhs: ["Group-20"] },
    phase2: { encryptions: ["AES-GCM-16-256"], pfs: ["Group-20"] },
  },
  labels: goodLabels,
});

const options = (number: 1 | 2) => ({
  [`tunnel${number}IkeVersions`]: ["ikev2"],
  [`tunnel${number}Phase1EncryptionAlgorithms`]: ["AES256-GCM-16"],
  [`tunnel${number}Phase1IntegrityAlgorithms`]: ["SHA2-384"],
  [`tunnel${number}Phase1DhGroupNumbers`]: [20],
  [`tunnel${number}Phase2EncryptionAlgorithms`]: ["AES256-GCM-16"],
  [`tunnel${number}Phase2IntegrityAlgorithms`]: ["SHA2-384"],
  [`tunnel${number}Phase2DhGroupNumbers`]: [20],
});

export const goodVpnConnection = planned("aws:ec2/vpnConnection:VpnConnection", {
  type: "ipsec.1",
  ...options(1),
  ...options(2),
  tags: goodLabels,
});

export const goodGatewayConnection = planned("azure-native:network:VirtualNetworkGatewayConnection", {
  connectionType: "IPsec",
  connectionProtocol: "IKEv2",
  virtualNetworkGateway1: { id: outputOf("azure-native:network:VirtualNetworkGateway", "id") },
  ipsecPolicies: [
    {
      ikeEncryption: "GCMAES256",
      ikeIntegrity: "SHA384",
      dhGroup: "ECP384",
      ipsecEncryption: "GCMAES256",
      ipsecIntegrity: "GCMAES256",
      pfsGroup: "ECP384",
      saLifeTimeSeconds: 3600,
      saDataSizeKilobytes: 102_400_000,
    },
  ],
  tags: goodLabels,
});
