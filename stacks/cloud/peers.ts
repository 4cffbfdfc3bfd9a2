import { Config } from "@pulumi/pulumi";
import type { Network, Peering, Vpn } from "../../components/cloud.ts";
import { decideAsn, peeringPeers, vpnPeers } from "../../components/kit/network/peers.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Place } from "./place.ts";

/** The ways to networks of environments on other clouds, where there are any. */
export function createPeers(
  { name, environment, cloud, opts }: Place,
  { network }: { readonly network: Network },
): Vpn | undefined {
  const wishes = vpnPeers(environment.network.peers);
  if (wishes.length === 0) return undefined;
  const secrets = new Config("secrets");
  const peers = wishes.map(([peer, { gateways, gateway, inside, sharedSecret }]) => ({
    name: peer,
    gateways,
    gateway,
    inside,
    asn: decideAsn(peer),
    sharedSecret: secrets.requireSecret(sharedSecret.secret),
  }));
  const asn = decideAsn(environment.name);
  const spec = { environment: environment.name, network, asn, peers, tags: decideTags(environment) };
  return cloud.vpn(`${name}-vpn`, spec, opts);
}

/** The ways to networks of environments on the same cloud, where there are any. */
export function createPeerings(
  { name, environment, cloud, opts }: Place,
  { network }: { readonly network: Network },
): Peering | undefined {
  const peers = peeringPeers(environment.network.peers).map(([peer, { cidr, network: theirs, connection }]) => ({
    name: peer,
    cidr,
    network: theirs,
    connection,
  }));
  if (peers.length === 0) return undefined;
  const spec = { environment: environment.name, network, peers, tags: decideTags(environment) };
  return cloud.peering(`${name}-peering`, spec, opts);
}
