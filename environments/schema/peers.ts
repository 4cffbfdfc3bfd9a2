import { z } from "zod";
import { secretReference } from "./names.ts";

/** Name of an environment: its system, a dash and its target. */
const environmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{2,61}[a-z0-9]$/, "must be an environment's name such as shop-prod")
  .meta({ description: "Name of the other environment, as its own file's path gives it." });

const block = z
  .cidrv4("must be an IPv4 block such as 10.64.0.0/14")
  .meta({ description: "The other environment's network.cidr. Shares no address with ours or another peer's." });

const kind = <K extends string>(value: K) =>
  z.literal(value).meta({
    description:
      "How it is reached. vpn: by encrypted tunnels, from cloud to cloud. peering: by the cloud that both are on.",
  });

/** A network of another cloud, reached through tunnels over the internet. */
const vpnPeer = z.strictObject({
  kind: kind("vpn"),
  cidr: block,
  sharedSecret: secretReference.meta({
    description:
      "Secret from which both ends make the tunnels' keys; the same value in both environments, 32 characters or more.",
  }),
  gateways: z
    .array(z.ipv4("must be an IPv4 address such as 203.0.113.10"))
    .refine((all) => all.length === 2 || all.length === 4, "must be 2 addresses, or 4 of a cloud with one per tunnel")
    .refine((all) => new Set(all).size === all.length, "must not name an address twice")
    .optional()
    .meta({
      description:
        "Public addresses of the other end in their order, as its stack's outputs say: platform.peers.<our name>. - behaviour: the gateway is made and its addresses are put out, no tunnel yet.",
    }),
  gateway: z.string().regex(/^\S+$/, "must be a gateway's identifier, without spaces").optional().meta({
    description:
      "The other end's gateway by its name in place of its addresses, as its stack's outputs say: platform.peers.<our name>. Only where both ends are on one cloud that asks for it. - behaviour: gateways say where the other end is.",
  }),
  inside: z.cidrv4("must be a /28 such as 169.254.21.16/28").optional().meta({
    description:
      "Block of the tunnels' own addresses: a /28 of 169.254.21.0/24 or 169.254.22.0/24, the same in both files. - behaviour: one that follows from both names.",
  }),
});

/** A network of the same cloud, reached by the cloud itself. */
const peeringPeer = z.strictObject({
  kind: kind("peering"),
  cidr: block,
  network: z
    .string()
    .regex(/^\S+$/, "must be a network's identifier, without spaces")
    .meta({ description: "The other environment's network, as its stack's outputs say: platform.network." }),
  connection: z.string().regex(/^\S+$/, "must be a connection's identifier, without spaces").optional().meta({
    description:
      "Connection that the other environment asked for, as its stack's outputs say: platform.peers.<our name>. Only where the cloud has one side ask and the other accept. - behaviour: the side that accepts makes nothing yet.",
  }),
});

/** Networks of other environments that are joined with this one's. */
export const peers = z
  .record(environmentName, z.discriminatedUnion("kind", [vpnPeer, peeringPeer]))
  .default({})
  .meta({
    description: "Other environments whose networks are joined with this one, by their names. - behaviour: none.",
  });

/** Networks of other environments as an environment wishes for them. */
export type PeersWish = z.infer<typeof peers>;
/** A network of another cloud as an environment wishes for it. */
export type VpnPeerWish = z.infer<typeof vpnPeer>;
/** A network of the same cloud as an environment wishes for it. */
export type PeeringPeerWish = z.infer<typeof peeringPeer>;
