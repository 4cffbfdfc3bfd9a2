import type { Environment } from "../../../../environments/schema/environment.ts";
import { cidrProblem, functionsBlock, overlap } from "../../../kit/network/addresses.ts";
import { checkLength } from "../../../kit/cloud-issues.ts";
import type { Issue } from "../../../kit/errors.ts";
import { autoNameSuffix } from "../../../kit/names.ts";
import { nameLimits, singleDashed } from "../names.ts";
import type { AzureSettings } from "../settings.ts";

/** Container Apps uses them inside. https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet-address-range-restrictions */
const reservedBlocks = ["100.100.0.0/16", "169.254.0.0/16", "172.30.0.0/16", "172.31.0.0/16", "192.0.2.0/24"];

/** What children with the least room add to an environment's name. */
const workspaceRole = "-events-functions-logs";

/** What only Azure can know to be wrong with events. */
export function checkEvents({
  name,
  events,
  network,
}: Pick<Environment<AzureSettings>, "name" | "events" | "network">): Issue[] {
  const functions = Object.keys(events?.functions ?? {});
  if (functions.length === 0) return [];
  const length = name.length + workspaceRole.length + autoNameSuffix;
  return [
    ...checkLength({
      path: "",
      value: name,
      length,
      limit: nameLimits.workspace,
      who: "Azure",
      shorten: "the environment's name",
    }),
    ...checkBlock(network),
    ...checkNames(functions),
  ];
}

function checkBlock({ cidr, adopt }: Environment["network"]): Issue[] {
  if (adopt !== undefined || cidrProblem(cidr) !== undefined) return [];
  return reservedBlocks
    .filter((block) => overlap(functionsBlock(cidr), block))
    .map((block) => ({
      path: "network.cidr",
      value: cidr,
      rule: `puts functions at ${functionsBlock(cidr)}, which shares addresses with ${block}, and Container Apps keeps that to itself`,
      wayOut: "use a block of 10.0.0.0/8",
    }));
}

/** Container Apps takes no two dashes in a row, so that two names can become one. */
function checkNames(functions: readonly string[]): Issue[] {
  const first = new Map<string, string>();
  return functions.flatMap((name) => {
    const app = singleDashed(name);
    const earlier = first.get(app);
    first.set(app, earlier ?? name);
    if (earlier === undefined) return [];
    return [
      {
        path: `events.functions.${name}`,
        value: name,
        rule: `makes an app named ${app}, as ${earlier} does`,
        wayOut: "rename one of the two",
      },
    ];
  });
}
