import type { CloudSettings, Environment } from "../../../environments/schema/environment.ts";
import type { Issue } from "../errors.ts";
import type { KeyDecision, KeyUser } from "../rights/keys.ts";

/** Which of an environment's regions. */
export type RegionRole = "primary" | "secondary";

/** The regions of a cloud's settings. */
export interface Regions {
  readonly primary: string;
  readonly secondary?: string | undefined;
}

/** The second region. Throws where there is none, which `checkSecondaryRegion` reports to the user before. */
export function secondaryOf<R extends Regions>({ secondary }: R): NonNullable<R["secondary"]> {
  if (secondary === undefined) throw new Error("the environment has no second region");
  return secondary;
}

interface Copied {
  readonly path: string;
  readonly dataClass: KeyDecision["dataClass"];
  readonly user: KeyUser;
}

/** Everything of an environment that has a copy in its second region. */
function copiesOf({ stores, buckets }: Pick<Environment, "stores" | "buckets">): Copied[] {
  return [
    ...Object.entries(stores).flatMap(([name, store]): Copied[] =>
      (store.kind === "postgres" || store.kind === "mysql") &&
      store.placement === "managed" &&
      store.secondaryRegion === true
        ? [{ path: `stores.${name}.secondaryRegion`, dataClass: store.dataClass, user: "databases" }]
        : [],
    ),
    ...Object.entries(buckets).flatMap(([name, { dataClass, replicate }]): Copied[] =>
      replicate === true ? [{ path: `buckets.${name}.replicate`, dataClass, user: "buckets" }] : [],
    ),
  ];
}

/** One key in the second region for each class of data that has copies there: a key never leaves its region. */
export function decideSecondaryKeys(environment: Pick<Environment, "stores" | "buckets">): KeyDecision[] {
  const byClass = Map.groupBy(copiesOf(environment), ({ dataClass }) => dataClass);
  return [...byClass]
    .map(([dataClass, copies]) => ({ dataClass, users: [...new Set(copies.map(({ user }) => user))].sort() }))
    .sort((a, b) => (a.dataClass < b.dataClass ? -1 : 1));
}

/** What is wrong with copies in a second region that only the cloud's settings can tell. */
export function checkSecondaryRegion(
  environment: Pick<Environment<CloudSettings & { readonly regions: Regions }>, "cloud" | "stores" | "buckets">,
): Issue[] {
  const { primary, secondary } = environment.cloud.regions;
  if (secondary === undefined)
    return copiesOf(environment).map(({ path }) => ({
      path,
      value: "true",
      rule: "has no region to be copied to",
      wayOut: "write cloud.regions.secondary, or leave it out",
    }));
  if (secondary !== primary) return [];
  return [
    {
      path: "cloud.regions.secondary",
      value: secondary,
      rule: "is the first region, with which its copies would be lost",
      wayOut: "name another region; for personal data one of the European Union too",
    },
  ];
}
