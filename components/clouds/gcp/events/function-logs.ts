import { ProjectBucketConfig, type ProjectBucketConfigArgs } from "@pulumi/gcp/logging/projectBucketConfig.js";
import { ProjectExclusion } from "@pulumi/gcp/logging/projectExclusion.js";
import { ProjectSink } from "@pulumi/gcp/logging/projectSink.js";
import { interpolate, type Resource } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId.js";
import { autoNamed, boundedName } from "../../../kit/names.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import type { GcpEventParts } from "./parts.ts";

/** Random bytes in a log bucket's name, each written as two hexadecimal digits. */
const suffixBytes = 4;

/**
 * Keeps functions' logs in a log bucket of their own for the environment's days, in the region; in the project's they would be
 * for thirty, anywhere. `names` are the services'. Gives what has to be there before a function writes.
 * https://cloud.google.com/logging/docs/routing/overview
 */
export function createFunctionLogs(
  name: string,
  names: readonly string[],
  parts: GcpEventParts,
  parent: Resource,
): Resource[] {
  const { spec, settings, dependsOn, transforms } = parts;
  const { project, regions } = settings;
  const inside = { parent, dependsOn };
  // A deleted log bucket keeps its name for a week. https://cloud.google.com/logging/docs/buckets#delete-bucket
  const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, { parent });
  const prefix = boundedName(name, nameLimits.logBucket - suffixBytes * 2 - "-".length);
  const args: ProjectBucketConfigArgs = {
    project,
    bucketId: interpolate`${prefix}-${suffix.hex}`,
    location: regions.primary,
    retentionDays: spec.logDays,
    description: name,
  };
  const bucket = new ProjectBucketConfig(`${name}-kept`, transformed(transforms?.logBucket, args), {
    ...inside,
    ...holdsData(spec.protect),
  });
  const services = names.map((service) => `"${service}"`).join(" OR ");
  const filter = `resource.type="cloud_run_revision" AND resource.labels.service_name=(${services})`;
  const sink = new ProjectSink(
    autoNamed(`${name}-sink`, nameLimits.sink),
    {
      destination: interpolate`logging.googleapis.com/projects/${project}/locations/${regions.primary}/buckets/${bucket.bucketId}`,
      filter,
      uniqueWriterIdentity: true,
    },
    inside,
  );
  const elsewhere = new ProjectExclusion(
    autoNamed(`${name}-elsewhere`, nameLimits.logExclusion),
    { project, filter, description: "Kept in a log bucket of their own" },
    { parent, dependsOn: [...dependsOn, sink] },
  );
  return [sink, elsewhere];
}
