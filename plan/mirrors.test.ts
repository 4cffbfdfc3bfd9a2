import { describe, expect, it } from "vitest";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { clusterFacts } from "../components/clouds/table.ts";
import { platformUpstreams } from "../components/kit/registry/mirrors.ts";
import { mapValues } from "../components/kit/records.ts";
import type { StoreWish } from "../environments/schema/stores/stores.ts";
import { loadPlatform } from "../stacks/load.ts";
import { planEnvironment } from "./plan-environment.ts";
import { isObject, type PlannedResource, type PlannedValue } from "./planned-resource.ts";

const logins = { "ghcr.io": { user: "bot", password: { secret: "ghcr-token" } } };

function mirrored(name: string, placement: "managed" | "in-cluster"): AnyEnvironment {
  const { environment } = loadPlatform(name);
  return {
    ...environment,
    registry: { placement: "managed", mirror: true, replicateTo: [], logins },
    stores: mapValues(environment.stores, (store) => placed(store, placement)),
  };
}

/** A store of a kind that may also be in the cluster is placed; all others are the cloud's own anyway. */
function placed(store: StoreWish, placement: "managed" | "in-cluster"): StoreWish {
  switch (store.kind) {
    case "postgres":
    case "kafka":
    case "redis":
      return { ...store, placement };
    default:
      return store;
  }
}

// Where charts themselves come from is asked by whoever runs `up`, not by the cluster.
const notPulled = new Set(["chart", "repositoryOpts"]);
const upstream = new RegExp(`(?<![\\w./-])(?:${platformUpstreams.join("|")}|docker\\.io)(?![\\w-])`);

const isList = (value: PlannedValue | undefined): value is readonly PlannedValue[] => Array.isArray(value);

function texts(value: PlannedValue | undefined, key = ""): { key: string; text: string }[] {
  if (notPulled.has(key)) return [];
  if (typeof value === "string") return [{ key, text: value }];
  if (isObject(value)) return Object.entries(value).flatMap(([inner, one]) => texts(one, inner));
  return isList(value) ? value.flatMap((inner) => texts(inner, key)) : [];
}

const inCluster = ({ type }: PlannedResource): boolean => type.startsWith("kubernetes:");

describe.each(["gcp", "aws", "azure"])("with registry.mirror on %s", (cloud) => {
  // Google has no managed Redis yet; what is wished for doesn't matter here, and all the rest is the same.
  const placements = cloud === "gcp" ? (["in-cluster"] as const) : (["in-cluster", "managed"] as const);

  it.each(placements)("every image of the cluster is pulled through a mirror, with stores %s", async (placement) => {
    const environment = mirrored(`bitvelocity-${cloud}-prod`, placement);
    const { resources } = await planEnvironment(environment);
    const found = resources
      .filter(inCluster)
      .flatMap(({ inputs, name }) => texts(inputs).map(({ key, text }) => ({ name, key, text })));
    expect(found.filter(({ text }) => upstream.test(text))).toEqual([]);
    const prefixes = Object.values(clusterFacts(environment).mirrors ?? {});
    const throughMirror = found.filter(({ text }) => prefixes.some((prefix) => text.startsWith(prefix)));
    expect(throughMirror.length).toBeGreaterThan(placement === "managed" ? 0 : 3);
  });

  it("the stack tells others where its mirrors are, as the cluster was told before", async () => {
    const environment = mirrored(`bitvelocity-${cloud}-prod`, "in-cluster");
    const { outputs } = await planEnvironment(environment, { layer: "cloud" });
    expect(outputs["platform"]).toMatchObject({ mirrors: clusterFacts(environment).mirrors });
  });
});

it("names the makers' own registries where nothing is mirrored", async () => {
  const { environment } = loadPlatform("bitvelocity-gcp-prod");
  const { resources } = await planEnvironment(environment);
  expect(resources.filter(inCluster).some(({ inputs }) => texts(inputs).some(({ text }) => upstream.test(text)))).toBe(
    true,
  );
});
