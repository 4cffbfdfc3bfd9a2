import { z } from "zod";
import { dnsName, secretReference } from "../names.ts";
import { outsideName, sourceRanges } from "../outside.ts";
import { groupName, topicName } from "./topics.ts";

/** Who reads from outside: a mirror of another environment. */
const reader = z.strictObject({
  password: secretReference,
  topics: z.array(topicName).min(1).max(500).meta({ description: "Topics that it may read, with their settings." }),
  groups: z
    .array(groupName)
    .max(500)
    .default([])
    .meta({ description: "Consumer groups whose places it may see. - behaviour: none." }),
});

/** Kafka in the cluster for who is in networks that are joined with the environment's. There is no way for the internet. */
export const kafkaOutside = z.strictObject({
  domain: outsideName.meta({
    description:
      "Domain below which brokers are reached, each as broker-<number>.<domain>, which their certificate has besides. The records lead to the brokers' load balancers, and are yours to write: the output outside of the stack says them.",
    examples: ["events.shop-eu.internal.example.org"],
  }),
  sourceRanges: sourceRanges.optional().meta({
    description:
      "Blocks of addresses that callers come from, 20 at most. - behaviour: those of the environments in network.peers.",
  }),
  readers: z
    .record(dnsName, reader)
    .refine((readers) => Object.keys(readers).length > 0, {
      message: "must name a reader",
      params: {
        wayOut: "write e.g. readers: { shop-us: { password: { secret: events-reader }, topics: [orders.created] } }",
      },
    })
    .meta({
      description:
        "Who may read, by a short name such as the other environment's: it logs in as <store>.reader.<name> by SCRAM-SHA-512, with a password that both environments have as a secret.",
    }),
});

/** Kafka from outside as an environment wishes for it. */
export type KafkaOutsideWish = z.infer<typeof kafkaOutside>;
