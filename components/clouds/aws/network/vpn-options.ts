import type { VpnConnectionArgs } from "@pulumi/aws/ec2/vpnConnection.js";
import type { Output } from "@pulumi/pulumi";
import type { Tunnel } from "../../../kit/network/peers.ts";

/** A tunnel of a connection and its key. */
export interface KeyedTunnel {
  readonly tunnel: Tunnel;
  readonly key: Output<string>;
}

/** Arguments of one of a connection's tunnels: AWS has two sets of the same. */
type TunnelArgs<N extends 1 | 2> = Pick<VpnConnectionArgs, Extract<keyof VpnConnectionArgs, `tunnel${N}${string}`>>;

// AES-256-GCM, SHA-384 and group 20 (P-384) alone, as at the other end, which begins to speak. A key lasts eight hours, one
// of data one. After a silence AWS begins again. https://docs.aws.amazon.com/vpn/latest/s2svpn/VPNTunnels.html
const encryption = ["AES256-GCM-16"];
const integrity = ["SHA2-384"];
const group = [20];
const versions = ["ikev2"];
const keySeconds = 28_800;
const dataSeconds = 3600;

/** The first tunnel's arguments. */
export function firstTunnel({ tunnel, key }: KeyedTunnel): TunnelArgs<1> {
  return {
    tunnel1InsideCidr: tunnel.block,
    tunnel1PresharedKey: key,
    tunnel1IkeVersions: versions,
    tunnel1Phase1EncryptionAlgorithms: encryption,
    tunnel1Phase1IntegrityAlgorithms: integrity,
    tunnel1Phase1DhGroupNumbers: group,
    tunnel1Phase1LifetimeSeconds: keySeconds,
    tunnel1Phase2EncryptionAlgorithms: encryption,
    tunnel1Phase2IntegrityAlgorithms: integrity,
    tunnel1Phase2DhGroupNumbers: group,
    tunnel1Phase2LifetimeSeconds: dataSeconds,
    tunnel1DpdTimeoutAction: "restart",
  };
}

/** The second tunnel's arguments. */
export function secondTunnel({ tunnel, key }: KeyedTunnel): TunnelArgs<2> {
  return {
    tunnel2InsideCidr: tunnel.block,
    tunnel2PresharedKey: key,
    tunnel2IkeVersions: versions,
    tunnel2Phase1EncryptionAlgorithms: encryption,
    tunnel2Phase1IntegrityAlgorithms: integrity,
    tunnel2Phase1DhGroupNumbers: group,
    tunnel2Phase1LifetimeSeconds: keySeconds,
    tunnel2Phase2EncryptionAlgorithms: encryption,
    tunnel2Phase2IntegrityAlgorithms: integrity,
    tunnel2Phase2DhGroupNumbers: group,
    tunnel2Phase2LifetimeSeconds: dataSeconds,
    tunnel2DpdTimeoutAction: "restart",
  };
}
