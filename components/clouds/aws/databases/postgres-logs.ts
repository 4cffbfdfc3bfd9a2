import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Resource } from "@pulumi/pulumi";
import type { ManagedPostgresSpec } from "../../../cloud.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { decideRetention } from "../network/flow-logs.ts";
import { exportedLogs } from "./postgres-args.ts";
import { tagsOf } from "../tags.ts";

/**
 * The groups of a server's logs, before RDS makes them itself, without a key and for ever.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
export function createLogGroups(
  name: string,
  identifier: string,
  { key, logDays, tags }: Pick<ManagedPostgresSpec, "key" | "logDays" | "tags">,
  transform: Transform<LogGroupArgs> | undefined,
  parent: Resource,
): Resource[] {
  return exportedLogs.map((log) => {
    const args: LogGroupArgs = {
      name: `/aws/rds/instance/${identifier}/${log}`,
      retentionInDays: decideRetention(logDays),
      ...(key === undefined ? {} : { kmsKeyId: key.id }),
      tags: tagsOf(tags),
    };
    return new LogGroup(`${name}-log-${log}`, transformed(transform, args), { parent, deleteBeforeReplace: false });
  });
}
