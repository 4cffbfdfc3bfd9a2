import { OptionGroup } from "@pulumi/aws/rds/optionGroup.js";
import { ParameterGroup } from "@pulumi/aws/rds/parameterGroup.js";
import type { Resource } from "@pulumi/pulumi";
import { autoNamed } from "../../../kit/names.ts";
import { transformed } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { tagsOf } from "../tags.ts";
import type { ServerParts } from "./database-args.ts";
import type { AwsDatabaseArgs } from "./database.ts";

/** The groups of a server's settings, which a follower elsewhere has of its own. */
export function createSettings(
  name: string,
  { spec, engine, transforms }: Pick<AwsDatabaseArgs, "spec" | "engine" | "transforms">,
  parent: Resource,
): Pick<ServerParts, "parameterGroup" | "optionGroup"> {
  const tags = tagsOf(spec.tags);
  const parameters = new ParameterGroup(
    autoNamed(`${name}-parameters`, nameLimits.databaseParameterGroup),
    transformed(transforms?.parameterGroup, { ...engine.parameters, tags }),
    { parent },
  );
  if (engine.options === undefined) return { parameterGroup: parameters.name, optionGroup: undefined };
  const options = new OptionGroup(
    autoNamed(`${name}-options`, nameLimits.databaseOptionGroup),
    // The last snapshot of a server that was protected hangs on it, so that it can't be deleted then.
    { ...engine.options, skipDestroy: spec.protect, tags },
    { parent },
  );
  return { parameterGroup: parameters.name, optionGroup: options.name };
}
