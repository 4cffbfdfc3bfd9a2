import { z } from "zod";
import { dnsName, line, secretReference } from "../names.ts";

/** `<system>-<target>`. */
const environmentName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,59}[a-z0-9]$/, "must be an environment's name: its system and target with a dash between");

/** Whether a commit waits until it would outlive the loss of a zone. */
const durability = z.enum(["synchronous", "asynchronous"]).meta({
  description:
    "synchronous: a commit is acknowledged when a server in another zone has it, so that the loss of a zone loses none and writing goes on; in the cluster it takes replicas: 2, 4 or 5. asynchronous: a commit waits for nobody, and the last ones may be lost with a zone. - behaviour: in the cluster synchronous where there are two replicas or more, and outside production writing goes on when no replica answers; a managed store has a standby where costMode says so.",
});

/** Rows of one kind over several databases. */
const shards = z
  .strictObject({
    count: z.int().min(2).max(16).meta({
      description: "Databases, named <store>-0 and so on. Never changed: rows would be looked for where they aren't.",
    }),
    key: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/, "must be 1 to 63 of a-z, 0-9 and _, beginning with a letter")
      .meta({
        description:
          "The column whose value says in which of them a row is: crc32 (as zlib's) of its text in UTF-8, modulo count.",
        examples: ["customer_id"],
      }),
  })
  .meta({
    description:
      "Make several databases of this one, each with its own servers, poolers and backups. Services are told of each and how to find a row's. - behaviour: one database.",
  });

/** The same database in another environment. */
const twin = z
  .strictObject({
    environment: environmentName.meta({ description: "Name of the other environment, e.g. shop-standby." }),
    store: dnsName.optional().meta({ description: "What the store is called there. - behaviour: the same." }),
    bucket: line(6, 500)
      .regex(
        /^(?:s3:\/\/|gs:\/\/|https:\/\/)[^\s?#@]*[^\s?#@/]$/,
        "must be an address of a bucket, as s3://…, gs://… or https://…, without / at its end",
      )
      .meta({
        description:
          "Where the other store's backups are: the url of its bucket in the outputs of the other environment.",
      }),
    login: z
      .strictObject({
        user: line(1, 200).meta({
          description:
            "For s3:// the id of an access key, for gs:// a service account's address, for https:// the storage account's name.",
        }),
        password: secretReference.meta({
          description: "For s3:// the access key's secret, for gs:// the JSON of a key, for https:// a SAS token.",
        }),
      })
      .optional()
      .meta({
        description:
          "What opens that bucket for reading. - behaviour: the servers' own identity, in the same cloud, whom the bucket's owner lets in.",
      }),
    region: z
      .string()
      .regex(/^[a-z0-9-]{2,40}$/, "must be a region in its cloud's words")
      .optional()
      .meta({ description: "Region of an s3:// bucket that a login opens, e.g. eu-west-1." }),
    begins: z.enum(["new", "copy"]).meta({
      description:
        "new: the database was first made here. copy: it began with what the other held. Stays for as long as the store lives.",
    }),
    primary: environmentName.meta({
      description:
        "The environment whose servers are written to, this or the other. docs/stores/postgres.md says how it changes.",
    }),
    token: secretReference.optional().meta({
      description:
        "With a new primary here: what the former wrote when it stepped down, so that nothing is lost and it can follow. - behaviour: the former is given up, and what it hadn't copied is lost.",
    }),
  })
  .meta({
    description:
      "Keep the database twice, here and in another environment: one is written to, the other follows by its backups. Needs backups in both. - behaviour: once.",
  });

/** What PostgreSQL's wish says of more than one server, zone, region or database. */
export const postgresAvailability = {
  durability: durability.optional(),
  shards: shards.optional(),
  twin: twin.optional(),
};

export type ShardsWish = z.infer<typeof shards>;
export type TwinWish = z.infer<typeof twin>;
