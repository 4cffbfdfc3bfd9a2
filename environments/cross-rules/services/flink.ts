import { decideFlinkSlots, flinkObjects, leastFlinkMemoryGiB } from "../../../components/kit/workloads/flink/flink.ts";
import { sizes } from "../../../components/kit/sizes.ts";
import type { Check } from "../../cross-rules.ts";
import type { FlinkWish } from "../../schema/services/flink.ts";
import type { Environment } from "../../schema/environment.ts";
import { everyService, named, type NamedService } from "./every-service.ts";

type FlinkService = NamedService & { readonly flink: FlinkWish };

function everyFlink(environment: Environment): FlinkService[] {
  return everyService(environment).flatMap((one) => {
    const { flink } = one.service;
    return flink === undefined ? [] : [{ ...one, flink }];
  });
}

function alone(clusters: readonly FlinkService[]): FlinkService[] {
  return clusters.filter(({ service: { features } }) => features === undefined);
}

/** A Flink cluster writes its checkpoints to one of its buckets, in which what is old can be deleted. */
export const checkpointsHaveABucket: Check = (environment, at) =>
  everyFlink(environment).flatMap(({ service, flink: { checkpoints }, path }) => {
    const place = at([...path, "flink", "checkpoints"]);
    if (named(service.buckets, checkpoints) !== "read-write")
      return [
        {
          ...place,
          rule: "isn't among the service's buckets as read-write",
          wayOut: `write buckets: { ${checkpoints}: read-write } beside flink`,
        },
      ];
    const { retentionDays = 0, deleteAfterDays } = named(environment.buckets, checkpoints) ?? {};
    if (retentionDays === 0 && deleteAfterDays === undefined) return [];
    return [
      {
        ...place,
        rule:
          retentionDays > 0
            ? `is locked for ${retentionDays} days, while Flink deletes what it no longer needs`
            : `deletes by age, while an incremental checkpoint goes on needing files of earlier ones`,
        wayOut: "name a bucket with neither retentionDays nor deleteAfterDays",
      },
    ];
  });

/** A TaskManager has room for a JVM, its buffers and RocksDB. */
export const taskManagersCanStart: Check = (environment, at) =>
  everyFlink(environment)
    .filter(({ service }) => sizes[service.size].memoryGiB < leastFlinkMemoryGiB)
    .map(({ path }) => ({
      ...at([...path, "size"]),
      rule: `gives a TaskManager less than ${leastFlinkMemoryGiB} GiB, of which jobs would get next to nothing`,
      wayOut: "write size: medium or larger",
    }));

/** The jobs of a Flink cluster fit its slots. */
export const jobsHaveSlots: Check = (environment, at) =>
  everyFlink(environment).flatMap(({ flink, path }) => {
    const { needed, given } = decideFlinkSlots(flink);
    if (needed <= given) return [];
    return [
      {
        ...at([...path, "flink", "taskManagers"]),
        rule: `with ${flink.slots} slots each has ${given} slots, and the jobs take ${needed}`,
        wayOut: `write ${Math.ceil(needed / flink.slots)} or more, or give jobs less parallelism`,
      },
    ];
  });

/** A service is a Flink cluster or a feature store. */
export const flinkIsNoFeatureStore: Check = (environment, at) =>
  everyFlink(environment)
    .filter(({ service: { features } }) => features !== undefined)
    .map(({ path }) => ({
      ...at(path, "key"),
      rule: "is a Flink cluster, and can't be a feature store as well",
      wayOut: "make two services",
    }));

/** A Flink cluster serves nobody, has as many pods as it says itself, and answers for their health. */
export const flinkIsNoService: Check = (environment, at) =>
  // What a feature store has of these goes to the other service.
  alone(everyFlink(environment)).flatMap(({ service: { serves, scale, health }, path }) => [
    ...(serves.rest === undefined && serves.grpc === undefined
      ? []
      : [
          {
            ...at([...path, "serves"]),
            rule: "is of no use to a Flink cluster, which nobody calls",
            wayOut: "delete it; what jobs find out goes to topics and stores",
          },
        ]),
    ...(scale.min === untold.min && scale.max === untold.max && scale.cpuPercent === untold.cpuPercent
      ? []
      : [
          {
            ...at([...path, "scale"]),
            rule: "is of no use to a Flink cluster",
            wayOut: "write flink.taskManagers instead",
          },
        ]),
    ...(health.live === untoldHealth.live && health.ready === untoldHealth.ready
      ? []
      : [
          {
            ...at([...path, "health"]),
            rule: "is of no use to a Flink cluster",
            wayOut: "delete it; Flink itself is asked",
          },
        ]),
  ]);

/** What `scale` is where nobody wrote it. */
const untold = { min: 2, max: 6, cpuPercent: 70 };

/** What `health` is where nobody wrote it. */
const untoldHealth = { live: "/livez", ready: "/readyz" };

/** No other service of the domain has the name of a part of a Flink cluster. */
export const flinkPartsHaveTheirNames: Check = (environment, at) =>
  everyFlink(environment).flatMap((flink) =>
    everyService(environment)
      .filter(({ domain, name }) => domain === flink.domain && flinkObjects(flink.name).includes(name))
      .map(({ path }) => ({
        ...at(path, "key"),
        rule: `is the name of a part of the Flink cluster ${flink.name}`,
        wayOut: "choose another name for the service",
      })),
  );
