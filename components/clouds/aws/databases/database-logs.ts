import { LogGroup, type LogGroupArgs } from "@pulumi/aws/cloudwatch/logGroup.js";
import type { Resource } from "@pulumi/pulumi";
import { transformed } from "../../../kit/transforms.ts";
import { decideRetention } from "../network/flow-logs.ts";
import type { AwsDatabaseArgs } from "./database.ts";
import { tagsOf } from "../tags.ts";

/**
 * The groups of a server's logs, before RDS makes them itself, without a key and for ever.
 * https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.Procedural.UploadtoCloudWatch.html
 */
export function createLogGroups(
  name: string,
  identifier: string,
  { spec, engine, transforms }: Pick<AwsDatabaseArgs, "spec" | "engine" | "transforms">,
  parent: Resource,
): Resource[] {
  const { key, logDays, tags } = spec;
  return engine.logs.map((log) => {
    const args: LogGroupArgs = {
      name: `/aws/rds/instance/${identifier}/${log}`,
      retentionInDays: decideRetention(logDays),
      ...(key === undefined ? {} : { kmsKeyId: key.id }),
      tags: tagsOf(tags),
    };
    return new LogGroup(`${name}-log-${log}`, transformed(transforms?.logGroup, args), {
      parent,
      deleteBeforeReplace: false,
    });
  });
}
