import { canServeFeatures, smallestFeatureServer } from "../../../components/kit/workloads/feature-store.ts";
import type { Issue } from "../../../components/kit/errors.ts";
import type { At, Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import type { Environment } from "../../schema/environment.ts";
import type { FeaturesWish } from "../../schema/services/features.ts";
import type { StoreWish } from "../../schema/stores/stores.ts";
import { everyService, named, type NamedService } from "./every-service.ts";

type FeatureService = NamedService & { readonly features: FeaturesWish };

/** A Flink cluster is none, which is a rule of its own: what else is asked of feature stores contradicts it. */
function everyFeatureStore(environment: Environment): FeatureService[] {
  return everyService(environment).flatMap((one) => {
    const { features, flink } = one.service;
    return features === undefined || flink !== undefined ? [] : [{ ...one, features }];
  });
}

/** A feature store serves by HTTP alone, and is large enough to start. */
export const featuresAreServed: Check = (environment, at) =>
  everyFeatureStore(environment).flatMap(({ service: { serves, size }, path }) => [
    ...(serves.rest === undefined
      ? [
          {
            ...at([...path, "features"]),
            rule: "is served by HTTP, and the service serves no rest",
            wayOut: "write serves: { rest: {} } beside it",
          },
        ]
      : []),
    ...(serves.grpc === undefined
      ? []
      : [
          {
            ...at([...path, "serves", "grpc"]),
            rule: "is nothing that Feast's server does beside HTTP",
            wayOut: "delete grpc",
          },
        ]),
    ...(canServeFeatures(size)
      ? []
      : [
          {
            ...at([...path, "size"]),
            rule: "is too small for Feast's server to start",
            wayOut: `write ${smallestFeatureServer} or larger`,
          },
        ]),
  ]);

/** A feature store names stores that can be what it takes them for, and that it uses. */
export const featureStoresFit: Check = (environment, at) =>
  everyFeatureStore(environment).flatMap((one) =>
    roles.flatMap(({ field, kind, problem }) => {
      const store = one.features[field];
      if (store === undefined) return [];
      const place = at([...one.path, "features", field]);
      const wish = named(environment.stores, store);
      if (wish?.kind !== kind) {
        const fit = Object.entries(environment.stores).flatMap(([name, other]) => (other.kind === kind ? [name] : []));
        const wayOut = chooser(`stores of kind ${kind}`)(store, () => fit);
        return [{ ...place, rule: `names no store of kind ${kind}`, wayOut }];
      }
      const found = problem(wish);
      return [...(found === undefined ? [] : [{ ...place, ...found }]), ...unused(one, field, store, at)];
    }),
  );

/** Logins are made for what a service says that it uses. */
function unused({ service, features, path }: FeatureService, field: Role["field"], store: string, at: At): Issue[] {
  if (named(service.uses, store) === "read-write") return [];
  if (field === "offline" && features.registry !== store && named(service.uses, store) === "read") return [];
  const rule = "isn't among the stores that the service uses as read-write";
  return [
    { ...at([...path, "features", field]), rule, wayOut: `write uses: { ${store}: read-write } beside features` },
  ];
}

interface Role {
  readonly field: "registry" | "online" | "offline";
  readonly kind: StoreWish["kind"];
  readonly problem: (wish: StoreWish) => Pick<Issue, "rule" | "wayOut"> | undefined;
}

const roles: readonly Role[] = [
  { field: "registry", kind: "postgres", problem: manyDatabases },
  { field: "online", kind: "redis", problem: forgetful },
  { field: "offline", kind: "postgres", problem: (wish) => manyDatabases(wish) ?? behindPooler(wish) },
];

function manyDatabases(wish: StoreWish) {
  if (wish.kind !== "postgres" || wish.shards === undefined) return undefined;
  return { rule: "is several databases, of which Feast knows nothing", wayOut: "name a store without shards" };
}

/** Feast says in which schema tables are when it connects, which PgBouncer doesn't pass on. https://www.pgbouncer.org/config.html#ignore_startup_parameters */
function behindPooler(wish: StoreWish) {
  if (wish.kind !== "postgres" || wish.pooling === undefined) return undefined;
  return { rule: "has a pooler, which refuses how Feast connects", wayOut: "name a store without pooling" };
}

function forgetful(wish: StoreWish) {
  if (wish.kind !== "redis") return undefined;
  if (wish.mode === "sentinel")
    return {
      rule: "is found by sentinels: features are served from a cluster",
      wayOut: "name a store of mode: cluster",
    };
  if (wish.purpose === "session") return undefined;
  return {
    rule: `is for ${wish.purpose}: features would be gone when memory is short`,
    wayOut: "name a store of purpose: session",
  };
}

/** Features are brought online from somewhere. */
export const materializedFeaturesHaveAHistory: Check = (environment, at) =>
  everyFeatureStore(environment)
    .filter(({ features: { materialize, offline } }) => materialize !== undefined && offline === undefined)
    .map(({ path }) => ({
      ...at([...path, "features", "materialize"]),
      rule: "has no offline store to bring features from",
      wayOut: "write offline: with a store of kind postgres, or delete materialize",
    }));
