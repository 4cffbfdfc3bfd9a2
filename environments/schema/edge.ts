import { z } from "zod";
import { dnsName } from "./names.ts";

const label = "[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?";

/** A DNS name with a dot whose last label begins with a letter, so that it is no address. */
const domainPattern = `(?:${label}\\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])`;

const recordName = z
  .string()
  .max(200)
  .regex(
    /^(?:@|(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)(?:\.[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9])?)*)$/,
    "must be @ or DNS labels in lower case, without the domain and without a dot at its end",
  )
  .meta({ description: "Below the domain, without it; @ is the domain itself.", examples: ["_dnsauth.www"] });

/** A record that the zone holds besides those that Landbridge needs by itself. */
const zoneRecord = z.strictObject({
  name: recordName,
  type: z.enum(["A", "AAAA", "CNAME", "TXT"]).meta({ description: "Type of the record; at @ no CNAME can be." }),
  values: z
    .array(
      z
        .string()
        .regex(
          /^[\x21\x23-\x7e](?:[\x20\x21\x23-\x7e]{0,253}[\x21\x23-\x7e])?$/,
          "must be 1 to 255 printable ASCII characters without quotes",
        ),
    )
    .min(1)
    .max(20)
    .meta({ description: "Addresses, one host name, or texts without quotes. 1 to 20." }),
  ttlSeconds: z.int().min(30).max(86400).default(300).meta({ description: "Seconds for which others may keep it." }),
});

const dnsPlacement = <P extends string>(placement: P) =>
  z.literal(placement).meta({
    description:
      "managed: a signed zone of the domain is made here. external: the zone is elsewhere, and the stack's outputs say which records it needs.",
  });

const dns = z.discriminatedUnion("placement", [
  z.strictObject({
    placement: dnsPlacement("managed"),
    records: z.array(zoneRecord).max(100).default([]).meta({
      description: "More records of the zone, e.g. those that another environment's edge asks for. - behaviour: none.",
    }),
  }),
  z.strictObject({ placement: dnsPlacement("external") }),
]);

const path = z
  .string()
  .max(200)
  .regex(/^\/[A-Za-z0-9/_.-]*$/, "must be a path such as /healthz");

/** How the visitors of a name are shared out between this environment's edge and others. */
const traffic = z.strictObject({
  targets: z
    .array(
      z.strictObject({
        to: z
          .string()
          .max(253)
          .regex(new RegExp(`^(?:self|${domainPattern})$`), "must be self or a DNS name with a dot, in lower case")
          .meta({ description: "self, or the name of another edge: its stack's output edge.hostNames." }),
        weight: z
          .int()
          .min(0)
          .max(100)
          .meta({ description: "Share of visitors, in proportion to the others. 0: none." }),
      }),
    )
    .min(2)
    .max(5)
    .meta({ description: "self and one or more other edges. 2 to 5." }),
  healthPath: path.optional().meta({
    description:
      "Path asked for at each target's own name over HTTPS; one that doesn't answer 200 gets no visitors. - behaviour: weights alone decide.",
    examples: ["/healthz"],
  }),
});

const to = <T extends string>(target: T) =>
  z.literal(target).meta({ description: "gateway: the cluster's. bucket: files of a bucket, without a service." });

const cacheDescription =
  "none: nothing is kept. ssr: what the service's Cache-Control allows. static: a day unless the origin says otherwise.";

const common = {
  traffic: traffic.optional().meta({
    description: "Share the name with other edges, for a move between clouds. - behaviour: all visitors come here.",
  }),
};

/** One name below the domain. */
const host = z.discriminatedUnion("to", [
  z.strictObject({
    to: to("gateway"),
    cache: z.enum(["none", "ssr", "static"]).default("none").meta({ description: cacheDescription }),
    ...common,
  }),
  z.strictObject({
    to: to("bucket"),
    bucket: dnsName.meta({
      description: "A bucket of buckets with dataClass public. It stays private: only the CDN reads it.",
    }),
    ...common,
  }),
]);

/** An IPv4 or IPv6 block as text. */
const block = z
  .string()
  .refine(
    (text) => z.cidrv4().safeParse(text).success || z.cidrv6().safeParse(text).success,
    "must be a block such as 203.0.113.0/24 or 2001:db8::/32",
  )
  .meta({ description: "Block of addresses: address/prefix.", examples: ["203.0.113.0/24"] });

/** What the web application firewall lets through. */
const waf = z.strictObject({
  mode: z.enum(["block", "observe", "off"]).optional().meta({
    description:
      "block: requests that break a rule are refused. observe: they are only logged. off: there is no firewall; not in production. - behaviour: off in cost mode free-tier outside of production, else block.",
  }),
  rateLimit: z
    .strictObject({
      requests: z.int().min(100).max(100_000).default(2000).meta({ description: "Most requests of one address." }),
      // All that every cloud can count over.
      perSeconds: z
        .literal([60, 300])
        .default(300)
        .meta({ description: "Seconds in which they are counted: 60 or 300." }),
    })
    .default({ requests: 2000, perSeconds: 300 }),
  allow: z.array(block).max(100).default([]).meta({
    description: "Blocks that no further rule is asked about, such as your offices. At most 100. - behaviour: none.",
  }),
  deny: z.array(block).max(100).default([]).meta({
    description: "Blocks that are always refused. At most 100. - behaviour: none.",
  }),
  countries: z
    .strictObject({
      mode: z.enum(["only", "deny"]).meta({ description: "only: all others are refused. deny: these are refused." }),
      codes: z
        .array(z.string().regex(/^[A-Z]{2}$/, "must be a country's code of two capital letters such as NL"))
        .min(1)
        .max(50)
        .meta({ description: "Codes of ISO 3166-1, two capital letters. 1 to 50." }),
    })
    .optional()
    .meta({ description: "Where visitors may come from. - behaviour: anywhere." }),
});

/** How the world reaches the platform: names, certificates, a global load balancer, a CDN and a firewall. */
export const edge = z
  .strictObject({
    domain: z
      .string()
      .max(150)
      .regex(new RegExp(`^${domainPattern}$`), "must be a DNS name with a dot, in lower case, without a dot at its end")
      .meta({
        description: "Domain below which the hosts are. The domain itself isn't served.",
        examples: ["shop.example.org"],
      }),
    dns: dns.default({ placement: "managed", records: [] }),
    hosts: z.record(dnsName, host).meta({ description: "Names below the domain. At least one." }),
    waf: waf.default({ rateLimit: { requests: 2000, perSeconds: 300 }, allow: [], deny: [] }),
  })
  .optional()
  .meta({ description: "The public edge. - behaviour: none; nothing is reached from outside by a name." });

export type EdgeWish = NonNullable<z.infer<typeof edge>>;
export type HostWish = EdgeWish["hosts"][string];
export type ZoneRecordWish = z.infer<typeof zoneRecord>;
