import type { Environment } from "../../../environments/schema/environment.ts";
import type { Upstream } from "../../../environments/schema/registry.ts";
import type { StoreWish } from "../../../environments/schema/stores/stores.ts";

/** By registry of the world: what stands before an image's repository instead, without a trailing slash. */
export type Mirrors = Readonly<Partial<Record<Upstream, string>>>;

/** Registries from which the images of the kit's own charts and stores come, in order. */
export const platformUpstreams = ["ghcr.io", "quay.io", "registry.k8s.io"] as const satisfies readonly Upstream[];

/** Kinds of stores that are set up with an image of Docker Hub's, where their makers have none elsewhere. */
const hubKinds: readonly StoreWish["kind"][] = ["mysql"];

/** Kinds of stores whose servers have their image on Docker Hub alone. */
const hubServers: readonly StoreWish["kind"][] = [
  "cassandra",
  "clickhouse",
  "influxdb",
  "mongodb",
  "qdrant",
  "rabbitmq",
  "redis",
];

/** What an environment's cluster says of the images that it runs. */
export interface ImageFacts {
  /** Whether the platform runs a provisioner of nodes there. */
  readonly ownProvisioner: boolean;
}

/**
 * Registries from which an environment's images come besides its services', in order: Docker Hub only where a store needs
 * it, and the provisioner's only where the platform runs one.
 */
export function upstreamsOf(
  { stores }: Pick<Environment, "stores">,
  { ownProvisioner }: ImageFacts = { ownProvisioner: false },
): Upstream[] {
  const hub = Object.values(stores).some(
    ({ kind, placement }) => hubKinds.includes(kind) || (placement === "in-cluster" && hubServers.includes(kind)),
  );
  const besides: Upstream[] = [
    ...(hub ? (["docker.io"] as const) : []),
    ...(ownProvisioner ? [provisionerUpstream] : []),
  ];
  return [...platformUpstreams, ...besides].sort();
}

/** Its makers have it nowhere else. */
const provisionerUpstream: Upstream = "public.ecr.aws";

/** An image's reference as it is pulled: through the mirror of its registry, where there is one. */
export function mirroredImage(reference: string, mirrors: Mirrors): string {
  const [host = "", ...path] = reference.split("/");
  const prefix = Object.entries(mirrors).find(([upstream]) => upstream === host)?.[1];
  return prefix === undefined ? reference : [prefix, ...path].join("/");
}

/** Repositories of a registry of the world that are mirrored. */
export interface MirroredRepositories {
  readonly upstream: Upstream;
  /** Without the registry, sorted, e.g. `cloudnative-pg/postgresql`. */
  readonly repositories: readonly string[];
}

/** Which repositories of which registry are mirrored, of images by their whole names. Those of other registries are not. */
export function decideMirrors(images: readonly string[], upstreams: readonly Upstream[]): MirroredRepositories[] {
  return upstreams.flatMap((upstream) => {
    const prefix = `${upstream}/`;
    const own = images.filter((image) => image.startsWith(prefix)).map((image) => image.slice(prefix.length));
    return own.length === 0 ? [] : [{ upstream, repositories: [...new Set(own)].sort() }];
  });
}

/** Where the platform's images are pulled from, by what a cloud calls the mirror of a registry. None where none is wished for. */
export function mirrorsOf(
  { registry, stores }: Pick<Environment, "registry" | "stores">,
  prefixOf: (upstream: Upstream) => string,
  facts?: ImageFacts,
): Mirrors {
  if (registry.placement === "external" || !registry.mirror) return {};
  return Object.fromEntries(upstreamsOf({ stores }, facts).map((upstream) => [upstream, prefixOf(upstream)]));
}

/** A registry's name as part of others' names: letters, digits and dashes. */
export function upstreamSlug(upstream: Upstream): string {
  return upstream.replaceAll(".", "-");
}
