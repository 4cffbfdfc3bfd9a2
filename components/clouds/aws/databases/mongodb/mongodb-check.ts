import type { Environment } from "../../../../../environments/schema/environment.ts";
import type { Issue } from "../../../../kit/errors.ts";
import { eachManaged } from "../../../../kit/databases/managed-stores.ts";
import type { AwsSettings } from "../../settings.ts";
import { checkAuthority } from "../authorities/server-authorities.ts";

/** What DocumentDB would refuse of the managed stores of an environment that speak MongoDB's protocol. */
export function checkMongodb(environment: Pick<Environment<AwsSettings>, "name" | "stores" | "cloud">): Issue[] {
  const { name, stores } = environment;
  const names = Object.values(
    eachManaged(stores, "mongodb", (store): Issue[] => [
      // https://docs.aws.amazon.com/documentdb/latest/developerguide/limits.html#limits-naming_constraints
      ...(`${name}-${store}`.includes("--")
        ? [
            {
              path: `stores.${store}`,
              value: store,
              rule: `makes a cluster named ${name}-${store}, and DocumentDB takes no two dashes in a row`,
              wayOut: "leave one of them out of the store's or the environment's name",
            },
          ]
        : []),
    ]),
  ).flat();
  return [...names, ...checkAuthority(environment, ["mongodb"], "DocumentDB")];
}
