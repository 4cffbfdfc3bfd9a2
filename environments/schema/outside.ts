import { z } from "zod";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/** A DNS name of several labels; 200 characters leave room for labels before it. */
export const outsideName = z
  .string()
  .max(200)
  .regex(
    new RegExp(`^(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])$`),
    "must be a DNS name with a dot, in lower case, without a dot at its end",
  );

/** Blocks of addresses from which callers come. Each makes a rule of a firewall, of which clouds have few. */
export const sourceRanges = z
  .array(z.cidrv4("must be an IPv4 block such as 192.0.2.0/24"))
  .min(1)
  .max(20)
  .refine((ranges) => new Set(ranges).size === ranges.length, "must name each block once");

/** That a store's devices come from outside of the cluster as well. */
export const devicesOutside = z.strictObject({
  scope: z.enum(["internal", "public"]).default("internal").meta({
    description:
      "internal: a private address, for the environment's network and those that are joined with it. public: an address of the internet.",
  }),
  host: outsideName.meta({
    description:
      "Name by which devices come, which the brokers' certificate has besides. Its record leads to the load balancer, and is yours to write: the output outside of the stack says it.",
    examples: ["mqtt.shop.example.org"],
  }),
  sourceRanges: sourceRanges.optional().meta({
    description:
      "Blocks of addresses that devices come from, 20 at most; needed where scope is public. - behaviour: those of the environments in network.peers.",
  }),
});
