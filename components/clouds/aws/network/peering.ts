import { Route } from "@pulumi/aws/ec2/route.js";
import { VpcPeeringConnection, type VpcPeeringConnectionArgs } from "@pulumi/aws/ec2/vpcPeeringConnection.js";
import { VpcPeeringConnectionAccepter } from "@pulumi/aws/ec2/vpcPeeringConnectionAccepter.js";
import { all, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Peering, PeeringPeer, PeeringSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { asksForPeering, peerSlug } from "../../../kit/network/peers.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";
import { partsOf } from "./network.ts";
import { readVpcArn } from "./vpc-arn.ts";

/** What a caller may change on the children below. */
export interface AwsPeeringTransforms {
  readonly connection?: Transform<VpcPeeringConnectionArgs>;
}

/** What ways to other VPCs are made from. */
export interface AwsPeeringArgs {
  readonly spec: PeeringSpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsPeeringTransforms | undefined;
}

/**
 * Connections to VPCs of other environments, and routes to their blocks for nodes, pods and managed servers. One of the two
 * asks, and the other accepts what it is told of; neither passes on what comes from elsewhere.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-basics.html
 */
export class AwsPeering extends Component implements Peering {
  static readonly type = "landbridge:aws:Peering";
  readonly connections: Readonly<Record<string, Output<string>>>;

  constructor(name: string, { spec, settings, transforms }: AwsPeeringArgs, opts: ComponentResourceOptions) {
    const { environment, peers } = spec;
    super(AwsPeering.type, name, { environment, peers: peers.map((peer) => peer.name) }, opts);
    const asked: [string, Output<string>][] = [];
    for (const peer of peers) {
      const child = `${name}-${peerSlug(peer.name)}`;
      const asks = asksForPeering(environment, peer.name);
      const id = asks ? ask(child, peer, spec, transforms, this) : accept(child, peer, spec, settings, this);
      if (id === undefined) continue;
      if (asks) asked.push([peer.name, id]);
      createRoutes(child, peer, spec, id, this);
    }
    this.connections = Object.fromEntries(asked);
    this.registerOutputs({ connections: all(this.connections) });
  }
}

/**
 * Asks for a connection, which the other side has seven days to accept, whoever owns it. No names are turned into private
 * addresses for the other side: that is for public ones, which nothing of ours has.
 * https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-dns.html
 */
function ask(
  child: string,
  peer: PeeringPeer,
  { network, tags }: PeeringSpec,
  transforms: AwsPeeringTransforms | undefined,
  parent: Component,
): Output<string> {
  const { account, region, vpc } = readVpcArn(peer.network);
  return new VpcPeeringConnection(
    child,
    transformed(transforms?.connection, {
      vpcId: network.id,
      peerVpcId: vpc,
      peerOwnerId: account,
      peerRegion: region,
      // The other side's to do, which its plan shows.
      autoAccept: false,
      tags: tagsOf(tags, child),
    }),
    { parent },
  ).id;
}

/** Accepts what the other side asked for, once it is told of it. */
function accept(
  child: string,
  { connection, network }: PeeringPeer,
  { tags }: PeeringSpec,
  { account, regions }: AwsSettings,
  parent: Component,
): Output<string> | undefined {
  if (connection === undefined) return undefined;
  const theirs = readVpcArn(network);
  // In one account and region both sides are one object, with one set of tags: those of who asked.
  const isOneObject = theirs.account === account && theirs.region === regions.primary;
  const accepter = new VpcPeeringConnectionAccepter(
    child,
    {
      vpcPeeringConnectionId: connection,
      autoAccept: true,
      ...(isOneObject ? {} : { tags: tagsOf(tags, child) }),
    },
    isOneObject ? { parent, ignoreChanges: ["tags", "tagsAll"] } : { parent },
  );
  return accepter.id;
}

/** A route leads nowhere until the connection is accepted. https://docs.aws.amazon.com/vpc/latest/peering/vpc-peering-routing.html */
function createRoutes(
  child: string,
  peer: PeeringPeer,
  spec: PeeringSpec,
  id: Output<string>,
  parent: Component,
): void {
  for (const [role, routeTableId] of Object.entries(partsOf(spec.network).routeTables))
    new Route(
      `${child}-${role}`,
      { routeTableId, destinationCidrBlock: peer.cidr, vpcPeeringConnectionId: id },
      { parent },
    );
}
