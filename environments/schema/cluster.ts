import { z } from "zod";
import { dnsName, line, nodeSize } from "./names.ts";
import { peers } from "./peers.ts";

/** A CIDR block of IPv4 addresses as text; that it begins on its own boundary is checked by the address plan. */
export const cidr = z
  .cidrv4("must be an IPv4 block such as 10.20.0.0/14")
  .meta({ description: "IPv4 block: address/prefix.", examples: ["10.20.0.0/14"] });

/** The private network, or one that exists already and is adopted. */
export const network = z.strictObject({
  cidr: cidr
    .default("10.0.0.0/14")
    .meta({ description: "Block that nodes, pods, services and managed services are cut from. /12 to /17." }),
  adopt: z
    .strictObject({
      network: line(1, 500).meta({ description: "The cloud's own identifier of the network." }),
      subnets: z
        .array(line(1, 500))
        .min(1)
        .meta({ description: "The cloud's own identifiers of the subnets for nodes." }),
    })
    .optional()
    .meta({
      description:
        "Use a network that exists already. It is neither changed nor deleted. - behaviour: a network is made.",
    }),
  peers,
});

const accessMode = <M extends string>(mode: M) =>
  z.literal(mode).meta({ description: "How the API server is reached: cloud-endpoint, allow-list or private-runner." });

/** Who reaches the API server, and how. */
const clusterAccess = z
  .discriminatedUnion("mode", [
    z.strictObject({ mode: accessMode("cloud-endpoint") }),
    z.strictObject({
      mode: accessMode("allow-list"),
      cidrs: z
        .array(cidr)
        .min(1)
        .max(50)
        .meta({ description: "Blocks that may reach the API server, /8 at the widest. 1 to 50." }),
    }),
    z.strictObject({ mode: accessMode("private-runner") }),
  ])
  .meta({
    description:
      "cloud-endpoint: through the cloud's authenticated endpoint, no address is public. allow-list: public address for these blocks only. private-runner: from inside the network only.",
  });

/** A group of like nodes that grows and shrinks by itself. */
export const nodePool = z.strictObject({
  size: nodeSize,
  min: z.int().min(0).max(1000).default(1).meta({ description: "Fewest nodes, over all zones." }),
  max: z.int().min(1).max(1000).default(3).meta({ description: "Most nodes, over all zones." }),
  purpose: z.enum(["system", "general", "data", "batch"]).default("general").meta({
    description:
      "What may run there. system: operators; data: stores; batch: work that can be repeated; general: services.",
  }),
  spot: z
    .boolean()
    .default(false)
    .meta({ description: "Cheaper nodes that the cloud may take back. Not for purpose system or data." }),
  diskGiB: z.int().min(30).max(2000).default(100).meta({ description: "Boot disk of a node in GiB." }),
});

/** Days of a week, in order. */
export const weekdays = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"] as const;

/** When the cloud may change the cluster by itself. */
export const maintenance = z.strictObject({
  days: z
    .array(z.enum(weekdays))
    .min(1)
    .refine((days) => new Set(days).size === days.length, "must not name a day twice")
    .default(["saturday", "sunday"])
    .meta({ description: "Days on which a window begins. 1 to 7." }),
  hour: z.int().min(0).max(23).default(0).meta({ description: "Hour at which it begins, in UTC. 0 to 23." }),
  // AKS and GKE both take no shorter ones.
  hours: z.int().min(4).max(24).default(6).meta({ description: "Hours that it is open. 4 to 24." }),
});

/** How far the cloud may add nodes that no pool describes. */
export const autoProvision = z.strictObject({
  cpu: z.int().min(1).max(20_000).meta({ description: "Most CPUs of all nodes together, those of pools included." }),
  memoryGiB: z
    .int()
    .min(1)
    .max(200_000)
    .meta({ description: "Most memory of all nodes together in GiB, that of pools included." }),
});

/** The Kubernetes cluster. */
export const cluster = z.strictObject({
  // The newest that all clouds offer: GKE in its regular channel, EKS, AKS as generally available.
  kubernetes: z.enum(["1.35", "1.36"]).default("1.36").meta({ description: "Minor version of Kubernetes." }),
  access: clusterAccess.default({ mode: "cloud-endpoint" }),
  pools: z
    .record(dnsName, nodePool)
    .default({})
    .meta({ description: "Node pools by name. - behaviour: none, for a cluster that exists already." }),
  maintenance: maintenance.optional().meta({
    description:
      "When the cloud may bring patches by itself. - behaviour: on Saturdays and Sundays from 0 to 6 UTC, where the cloud asks.",
  }),
  autoProvision: autoProvision.optional().meta({
    description: "Let the cloud add nodes for pods that fit on no pool's. - behaviour: only pools have nodes.",
  }),
});

export type ClusterWish = z.infer<typeof cluster>;
export type ClusterAccess = z.infer<typeof clusterAccess>;
export type NodePoolWish = z.infer<typeof nodePool>;
export type Weekday = (typeof weekdays)[number];
export type MaintenanceWish = z.infer<typeof maintenance>;
export type AutoProvisionWish = z.infer<typeof autoProvision>;
