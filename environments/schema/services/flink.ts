import { z } from "zod";
import { dnsName, line } from "../names.ts";

/** A program that a Flink cluster runs. */
export const flinkJob = z.strictObject({
  jar: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*\.jar$/, "must be the name of a file that ends with .jar")
    .meta({ description: "File in /opt/flink/usrlib of the service's image.", examples: ["enrich.jar"] }),
  entryClass: z
    .string()
    .max(300)
    .regex(/^[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*$/, "must be a class of Java such as com.example.Enrich")
    .optional()
    .meta({ description: "Class with the main method. - behaviour: the one that the jar's manifest names." }),
  args: z.array(line(0, 1000)).max(50).default([]).meta({ description: "Arguments of the main method, in the clear." }),
  parallelism: z
    .int()
    .min(1)
    .max(1000)
    .default(1)
    .meta({ description: "Slots that it takes. With fewer left, it runs on those that there are." }),
  stopped: z.boolean().default(false).meta({
    description: "Stop it with a savepoint, from which it goes on once this is false again.",
  }),
  from: z
    .union([
      z.literal("nothing"),
      z
        .string()
        .max(1000)
        .regex(/^[a-z][a-z0-9]*:\/\/[^\s"'\\]+$/, "must be nothing, or the address of a checkpoint or savepoint"),
    ])
    .optional()
    .meta({
      description:
        "Begin with this checkpoint or savepoint, or with nothing, instead of what the job left. Delete it afterwards. - behaviour: what it left.",
    }),
});

/** That a service is a Flink cluster: see `service`. */
export const flink = z.strictObject({
  taskManagers: z
    .int()
    .min(1)
    .max(200)
    .default(3)
    .meta({ description: "TaskManagers, in which jobs run. Each has the service's size." }),
  slots: z.int().min(1).max(32).default(2).meta({ description: "Slots of each TaskManager." }),
  stateGiB: z
    .int()
    .min(1)
    .max(500)
    .default(10)
    .meta({ description: "Disk of each TaskManager in GiB, of its node's, for the state of its jobs (RocksDB)." }),
  checkpoints: dnsName.meta({
    description:
      "Bucket for checkpoints, savepoints and what a JobManager has to know. One of its buckets, read-write.",
  }),
  checkpointSeconds: z.int().min(1).max(3600).default(60).meta({
    description:
      "Seconds between checkpoints: what is done again after a loss, and how long writes that happen exactly once are held back.",
  }),
  jobs: z.record(dnsName, flinkJob).default({}).meta({ description: "What it runs, by name. - behaviour: nothing." }),
});

export type FlinkWish = z.infer<typeof flink>;
export type FlinkJobWish = z.infer<typeof flinkJob>;
