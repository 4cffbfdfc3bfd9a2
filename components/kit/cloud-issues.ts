import type { Environment } from "../../environments/schema/environment.ts";
import type { Issue } from "./errors.ts";
import { vpnPeers } from "./network/peers.ts";
import { databaseName } from "./databases/postgres/postgres-names.ts";

/** A name that a component makes of the user's own. */
export interface MadeName {
  /** Path of the field that the user can change, and what is there. */
  readonly path: string;
  readonly value: string;
  /** Characters that it comes to, with all that is added. */
  readonly length: number;
  readonly limit: number;
  /** What is made, e.g. `a name`. */
  readonly what?: string;
  /** Who takes no more, e.g. the cloud. */
  readonly who: string;
  /** What can be shortened. */
  readonly shorten?: string;
}

/** Says that a name would be longer than its service takes, or nothing. */
export function checkLength({ path, value, length, limit, what, who, shorten }: MadeName): Issue[] {
  if (length <= limit) return [];
  return [
    {
      path,
      value,
      rule: `makes ${what ?? "a name"} of ${length} characters, ${who} takes ${limit}`,
      wayOut: `shorten ${shorten ?? "it or the environment's name"} by ${length - limit}`,
    },
  ];
}

/** Managed PostgreSQL stores whose database every server of `whose` has already. */
export function checkGivenDatabases(stores: Environment["stores"], given: readonly string[], whose: string): Issue[] {
  return Object.entries(stores)
    .filter(
      ([store, { kind, placement }]) =>
        kind === "postgres" && placement === "managed" && given.includes(databaseName(store)),
    )
    .map(([store]) => ({
      path: `stores.${store}`,
      value: store,
      rule: `makes a database named ${databaseName(store)}, which every ${whose} has already`,
      wayOut: "name the store after what it holds, e.g. orders",
    }));
}

/** Says that no pool takes the pods that a cloud itself runs in a cluster and that tolerate no taint, or nothing. */
export function checkOwnPods({ pools }: Environment["cluster"], whose: string): Issue[] {
  const open = Object.values(pools).some(
    ({ purpose, max }) => (purpose === "system" || purpose === "general") && max > 0,
  );
  if (open) return [];
  return [
    {
      path: "cluster.pools",
      value: Object.keys(pools).join(", "),
      rule: `needs a pool of purpose system or general, since ${whose} own pods tolerate no other`,
      wayOut: "add one, e.g. general: { size: medium, min: 3, max: 6 }",
    },
  ];
}

/** Says that a cloud is told of other ends by their addresses alone, of each peer that names a gateway instead. */
export function checkNoNamedGateways({ peers }: Environment["network"]): Issue[] {
  return vpnPeers(peers).flatMap(([peer, { gateway }]) =>
    gateway === undefined
      ? []
      : [
          {
            path: `network.peers.${peer}.gateway`,
            value: gateway,
            rule: "names a gateway, of which this cloud is told the addresses",
            wayOut: "write gateways, or kind: peering for an environment on the same cloud",
          },
        ],
  );
}
