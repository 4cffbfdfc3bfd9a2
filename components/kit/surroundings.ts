import type { Environment } from "../../environments/schema/environment.ts";
import type { BalancerFacts } from "./network/balancers.ts";
import type { Mirrors } from "./registry/mirrors.ts";
import { decideTags, type Tags } from "./tags.ts";

/** Where objects of a cluster land: what decisions about them need besides the wish itself. Plain data. */
export interface Surroundings {
  readonly system: string;
  readonly tier: Environment["tier"];
  readonly costMode: Environment["costMode"];
  readonly tags: Tags;
  /** Minor version of Kubernetes, e.g. `1.35`. */
  readonly kubernetes: string;
  /** Failure domains that pods can be spread over; 1 on a laptop. */
  readonly zones: number;
  /** For volumes that hold data; the empty string for the cluster's default. */
  readonly storageClass: string;
  /** Purposes for which the cluster has node pools of their own. */
  readonly purposes: readonly string[];
  /** From where the platform's images are pulled instead. Empty for their makers' registries. */
  readonly mirrors: Mirrors;
  /** Refuse to delete what holds data. */
  readonly protect: boolean;
  /** Let `up` wait until operators say that stores, topics and users are ready. */
  readonly waitForStores: boolean;
  /** How Services get load balancers. - behaviour: they get none. */
  readonly balancers?: BalancerFacts | undefined;
  /** Folder from which charts are taken instead of their registries; the empty string for the registries. */
  readonly chartFolder: string;
}

/** What the stack's configuration says about a run. */
export type RunChoices = Pick<Surroundings, "waitForStores" | "chartFolder">;

/** What an environment and its cluster say together. */
export function decideSurroundings(
  environment: Environment,
  cluster: { readonly zones: number; readonly storageClass: string; readonly mirrors?: Mirrors | undefined } & Pick<
    Surroundings,
    "balancers"
  >,
  choices: RunChoices,
): Surroundings {
  return {
    ...choices,
    system: environment.system,
    tier: environment.tier,
    costMode: environment.costMode,
    tags: decideTags(environment),
    kubernetes: environment.cluster.kubernetes,
    zones: cluster.zones,
    storageClass: cluster.storageClass,
    purposes: [...new Set(Object.values(environment.cluster.pools).map(({ purpose }) => purpose))].sort(),
    mirrors: cluster.mirrors ?? {},
    ...(cluster.balancers === undefined ? {} : { balancers: cluster.balancers }),
    protect: environment.protect,
  };
}

/** Whether an operator or gateway runs twice: where an hour without it would hurt more than a second pod costs. */
export function decideSpare({ costMode }: Pick<Surroundings, "costMode">): boolean {
  return costMode === "balanced" || costMode === "resilient";
}
