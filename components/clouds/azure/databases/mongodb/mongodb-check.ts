import type { Environment } from "../../../../../environments/schema/environment.ts";
import type { Issue } from "../../../../kit/errors.ts";
import { eachManaged } from "../../../../kit/databases/managed-stores.ts";

/** What Azure DocumentDB would refuse of the managed stores of an environment that speak MongoDB's protocol. */
export function checkMongodb({ stores }: Pick<Environment, "stores">): Issue[] {
  return Object.values(
    eachManaged(stores, "mongodb", (store, { replicas = 1 }): Issue[] =>
      replicas <= 1
        ? []
        : [
            {
              path: `stores.${store}.replicas`,
              value: String(replicas),
              rule: "asks for more followers than the one standby that Azure DocumentDB keeps",
              wayOut: "write 1",
            },
          ],
    ),
  ).flat();
}
