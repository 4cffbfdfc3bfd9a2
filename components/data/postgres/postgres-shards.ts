import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { ComponentResourceOptions, Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../../environments/schema/domains.ts";
import { Component } from "../../kit/component.ts";
import { decideRouting, shardName, type ShardedStores } from "../../kit/databases/postgres/shards.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import { mapValues } from "../../kit/records.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { describeStore } from "../store-metadata.ts";

/** Which stores are several databases, and where. */
export interface PostgresShardsArgs {
  readonly sharded: ShardedStores;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** How rows are found, by sharded store and variable. Who takes one waits until it is known that nothing of it changed. */
export type Routing = Readonly<Record<string, Readonly<Record<string, Input<string>>>>>;

/**
 * How rows of sharded stores are found, written down where it can't be changed: another count or key would be another object of a name that is
 * taken, so that `up` fails before any service looks for rows where they aren't.
 */
export class PostgresShards extends Component {
  static readonly type = "landbridge:data:PostgresShards";
  readonly routing: Routing;

  constructor(name: string, { sharded, ...around }: PostgresShardsArgs, opts: ComponentResourceOptions) {
    super(PostgresShards.type, name, { sharded }, opts);
    const stores = Object.entries(sharded).sort(([a], [b]) => (a < b ? -1 : 1));
    this.routing = Object.fromEntries(
      stores.map(([store, shards]) => {
        const { metadata } = describeStore({ store, ...around }, "internal");
        const routing = decideRouting(store, shards);
        const written = new ConfigMap(
          `${name}-${store}`,
          { metadata: metadata(`${store}-shards`), immutable: true, data: routing },
          { parent: this, ...holdsData(around.surroundings.protect), replaceOnChanges: ["data"] },
        );
        return [store, mapValues(routing, (value) => after(written, value))];
      }),
    );
    this.registerOutputs({});
  }
}

/** How a service finds rows in the sharded stores that it uses. */
export function bindShards(
  { uses }: Pick<ServiceWish, "uses">,
  routing: Routing = {},
): Readonly<Record<string, Input<string>>> {
  const used = Object.entries(routing).filter(([store]) => Object.hasOwn(uses, shardName(store, 0)));
  return Object.fromEntries(used.flatMap(([, variables]) => Object.entries(variables)));
}
