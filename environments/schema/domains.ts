import { z } from "zod";
import { flink } from "./services/flink.ts";
import { features } from "./services/features.ts";
import { warming } from "./services/warming.ts";
import { dnsName, line, secretReference, size } from "./names.ts";
import { queueName, queueReceiving, queueSending } from "./messaging/rabbitmq.ts";
import { consumption, publication, topicName } from "./messaging/topics.ts";
import { warehouseUse } from "./stores/warehouse.ts";

const port = z.int().min(1024).max(65535).meta({ description: "Port of the container, 1024 to 65535." });

/** What a service offers to others. A service that offers nothing is a worker. */
export const serves = z.strictObject({
  rest: z
    .strictObject({
      port: port.default(8080),
      path: z
        .string()
        .regex(/^\/[A-Za-z0-9/_.-]*$/, "must be a path such as /orders")
        .default("/")
        .meta({ description: "Path under which the gateway offers it.", examples: ["/orders"] }),
    })
    .optional()
    .meta({ description: "HTTP/1.1 with JSON. - behaviour: none." }),
  grpc: z
    .strictObject({ port: port.default(9090) })
    .optional()
    .meta({ description: "gRPC over HTTP/2, with the standard health service. - behaviour: none." }),
});

/** An image without its registry. A tag is required and never `latest`; a digest may follow. */
export const image = z
  .string()
  .max(200)
  .regex(
    /^(?:[a-z0-9]+(?:[._-][a-z0-9]+)*\/)*[a-z0-9]+(?:[._-][a-z0-9]+)*:(?!latest(?:@|$))[A-Za-z0-9_][A-Za-z0-9._-]{0,127}(?:@sha256:[a-f0-9]{64})?$/,
    "must be repository:tag without a registry, the tag not being latest; @sha256:… may follow",
  )
  .meta({
    description: "Image without its registry, which is the environment's. A tag is required, never latest.",
    examples: ["commerce/order:2.4.1"],
  });

/** Name of an environment variable. */
export const variable = z
  .string()
  .regex(/^[A-Z][A-Z0-9_]{0,62}$/, "must be 1 to 63 of A-Z, 0-9 and _, beginning with a letter")
  .meta({ description: "Name of an environment variable: 1 to 63 of A-Z, 0-9 and _.", examples: ["LOG_LEVEL"] });

const healthPath = line(1, 200)
  .startsWith("/")
  .meta({ description: "Path on the REST port.", examples: ["/readyz"] });

/** A service workload. */
export const service = z.strictObject({
  image,
  size: size.default("micro"),
  serves: serves.default({}),
  calls: z
    .array(
      z
        .string()
        .regex(/^[a-z][a-z0-9-]*(?:\/[a-z][a-z0-9-]*)?$/, "must be service or domain/service")
        .meta({ description: "service or domain/service.", examples: ["inventory"] }),
    )
    .max(200)
    .default([])
    .meta({
      description: "Services that it calls: name in the same domain, or domain/name. Nothing else can be reached.",
    }),
  uses: z
    .record(dnsName, z.enum(["read", "read-write"]))
    .default({})
    .meta({
      description:
        "Stores that it uses, and how. Brokers have fields of their own: publishes, consumes, sends, receives.",
    }),
  warms: z.record(dnsName, warming).optional().meta({
    description:
      "Stores of kind redis among `uses` that it fills when they have come up empty, by a Job with a login of its own. - behaviour: none.",
  }),
  layers: z.record(dnsName, warehouseUse).default({}).meta({
    description:
      "Of which ClickHouse among `uses` it may do what with which layer. - behaviour: all layers as `uses` says.",
  }),
  buckets: z
    .record(dnsName, z.enum(["read", "read-write"]))
    .default({})
    .meta({
      description:
        "Buckets that it uses, and how. Its pods get an identity in the cloud that may do so, and BUCKET_<NAME>_URL. - behaviour: none.",
    }),
  warehouses: z.record(dnsName, warehouseUse).default({}).meta({
    description:
      "Warehouses that it uses, and which layers how. Its pods get an identity in the cloud that may do so, and WAREHOUSE_<NAME>_HOST and others. - behaviour: none.",
  }),
  events: z
    .record(dnsName, z.enum(["publish", "consume"]))
    .default({})
    .meta({
      description:
        "Queues and topics of events to which it writes, or queues that it reads. Its pods get an identity in the cloud that may do so, and EVENTS_<NAME>_URL. - behaviour: none.",
    }),
  publishes: z
    .record(topicName, publication)
    .default({})
    .meta({ description: "Topics that it makes and writes to, by name. - behaviour: none." }),
  consumes: z
    .record(topicName, consumption)
    .default({})
    .meta({ description: "Topics that it reads, by name; somebody must publish them. - behaviour: none." }),
  sends: z.record(queueName, queueSending).default({}).meta({
    description:
      "Queues that it sends to, by name, through the exchange of the same name; somebody must receive. - behaviour: none.",
  }),
  receives: z
    .record(queueName, queueReceiving)
    .default({})
    .meta({ description: "Queues that it receives from, by name, which are made for it. - behaviour: none." }),
  features: features.optional().meta({
    description:
      "Makes it a feature store: Feast's server around the definitions in the image's working directory, which are applied before each of its versions starts. - behaviour: the image's own command runs.",
  }),
  config: z
    .record(variable, z.string().max(4000))
    .default({})
    .meta({ description: "Environment variables in the clear. Secrets go under secrets." }),
  secrets: z
    .record(variable, secretReference)
    .default({})
    .meta({ description: "Environment variables from the stack's secrets." }),
  scale: z
    .strictObject({
      min: z.int().min(1).max(500).default(2).meta({ description: "Fewest pods." }),
      max: z.int().min(1).max(500).default(6).meta({ description: "Most pods." }),
      cpuPercent: z
        .int()
        .min(10)
        .max(95)
        .default(70)
        .meta({ description: "Average CPU, as a percentage of the request, that scaling aims at." }),
    })
    .default({ min: 2, max: 6, cpuPercent: 70 }),
  health: z
    .strictObject({
      live: healthPath.default("/livez").meta({ description: "Path that fails when the pod must be restarted." }),
      ready: healthPath.default("/readyz").meta({ description: "Path that fails while the pod can't serve." }),
    })
    .default({ live: "/livez", ready: "/readyz" })
    .meta({
      description: "Paths asked on the REST port. A service with gRPC only is asked through gRPC's health service.",
    }),
  flink: flink.optional().meta({
    description:
      "It is a Flink cluster with its jobs, whose image is built on Flink 2.3's with the jars in /opt/flink/usrlib. - behaviour: it is a program of its own.",
  }),
});

/** A domain: one namespace, its owner, its limits and its services. */
export const domain = z.strictObject({
  owner: dnsName.meta({ description: "Team that is called when it breaks; a label on all that it has." }),
  quota: z
    .strictObject({
      cpu: z.number().min(0.1).max(10000).default(8).meta({ description: "CPUs that its pods may request together." }),
      memoryGiB: z
        .number()
        .min(0.1)
        .max(100000)
        .default(16)
        .meta({ description: "Memory that its pods may request together." }),
      pods: z.int().min(1).max(5000).default(50).meta({ description: "Pods that it may have." }),
    })
    .default({ cpu: 8, memoryGiB: 16, pods: 50 })
    .meta({ description: "What the domain may take of the cluster." }),
  services: z.record(dnsName, service).default({}).meta({ description: "Services by name. - behaviour: none." }),
});

export type ServiceWish = z.infer<typeof service>;
export type DomainWish = z.infer<typeof domain>;
