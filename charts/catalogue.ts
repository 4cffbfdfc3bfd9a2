import { mirroredImage, type Mirrors } from "../components/kit/registry/mirrors.ts";
import lock from "./charts.lock.json" with { type: "json" };

/** A value of a chart. */
export type ChartValue = boolean | number | string | readonly ChartValue[] | { readonly [key: string]: ChartValue };

/** The values of a chart, by name. */
export type ChartValues = Readonly<Record<string, ChartValue>>;

/** What the values of any chart depend on. */
export interface ChartSurroundings {
  readonly namespace: string;
  /** Minor version of the cluster, e.g. `1.35`. */
  readonly kubernetes: string;
  /** Run it twice. */
  readonly spare: boolean;
  readonly zones: number;
  /** On which nodes; empty for any. */
  readonly nodeSelector: Readonly<Record<string, string>>;
  /** From where images are pulled instead. Empty for their makers' registries. */
  readonly mirrors: Mirrors;
}

/** What the values of the chart of an operator of stores depend on. */
export interface OperatorSurroundings extends ChartSurroundings {
  /** The only namespace in which the operator looks after objects. */
  readonly watched: string;
  /** Whether its service account is there already, known to the cloud. - behaviour: the chart makes it. */
  readonly knownAccount?: boolean;
}

/** A kind that a chart defines. */
export interface ChartKind {
  readonly group: string;
  readonly versions: readonly string[];
  readonly kind: string;
  readonly plural: string;
}

/** Makes kinds of one group and of its versions, each by its name and its plural. */
export function kindsOf(group: string, ...versions: readonly string[]): (kind: string, plural: string) => ChartKind {
  return (kind, plural) => ({ group, versions, kind, plural });
}

/** A pinned third-party chart. */
export interface PinnedChart {
  readonly name: string;
  /** `oci://…` with the chart's name, or the address of a chart repository. */
  readonly source: string;
  readonly version: string;
  readonly appVersion: string;
  readonly licence: string;
  readonly docs: string;
  /** Minor versions of Kubernetes that it is made for, first and last. */
  readonly kubernetes: readonly [first: string, last: string];
  readonly kinds: readonly ChartKind[];
  /** Names of the images in charts.lock.json that it runs. */
  readonly images: readonly string[];
  /** Labels of its pods; none for a chart that runs nothing. */
  readonly pods: Readonly<Record<string, string>>;
  /** Where its pods tell their numbers: the container's port, by name and number. - behaviour: nowhere that is read. */
  readonly metrics?: { readonly portName: string; readonly port: number };
  /** Port on which the API server asks it to judge objects, if it does. */
  readonly webhookPort?: number;
  /** Whether it makes PodDisruptionBudgets for its pods. Two of them for the same would stop evictions. */
  readonly ownBudget?: true;
  /** Whether it may run but once, because two would both work. */
  readonly alone?: true;
  /** What is lost because Helm's hooks don't run, and what replaces it; absent for a chart without hooks. */
  readonly hooks?: string;
}

/** The chart of an operator of stores. */
export interface ChartEntry extends PinnedChart {
  /** Whether it makes certificates for its webhook, so that cert-manager must be there before. */
  readonly certificates?: true;
  values(surroundings: OperatorSurroundings): ChartValues;
}

/** A SHA-256 digest, or `unknown` where no registry could be asked. */
export type Digest = string;

/** What was seen in registries: nothing in it is typed by hand but names and versions. */
export interface ChartLock {
  readonly charts: Readonly<Record<string, { readonly version: string; readonly digest: Digest }>>;
  readonly images: Readonly<
    Record<string, { readonly repository: string; readonly tag: string; readonly digest: Digest }>
  >;
}

/** The committed lock. */
export const chartLock: ChartLock = lock;

/** A pinned image as Kubernetes pulls it: with its digest where that is known. Throws for a name without an entry. */
export function imageReference(name: string, mirrors: Mirrors, lock: Pick<ChartLock, "images"> = chartLock): string {
  const { repository, tag } = imageParts(name, mirrors, lock);
  return `${repository}:${tag}`;
}

/** The same for a chart that puts a repository and a tag together itself: the digest is part of the tag. */
export function imageParts(
  name: string,
  mirrors: Mirrors,
  { images }: Pick<ChartLock, "images"> = chartLock,
): { readonly repository: string; readonly tag: string } {
  const image = images[name];
  if (image === undefined) throw new Error(`charts/charts.lock.json has no image ${name}`);
  const { repository, tag, digest } = image;
  return { repository: mirroredImage(repository, mirrors), tag: digest === "unknown" ? tag : `${tag}@${digest}` };
}

/**
 * How Helm finds a chart: its folder below another, where one is given; else one address for OCI or a name in a
 * repository. Without a folder the version goes along.
 */
export function chartReference(
  { name, source, version }: Pick<PinnedChart, "name" | "source" | "version">,
  folder = "",
): { chart: string; version?: string; repositoryOpts?: { repo: string } } {
  if (folder !== "") return { chart: `${folder}/${name}-${version}.tgz` };
  if (source.startsWith("oci://")) return { chart: source, version };
  return { chart: name, version, repositoryOpts: { repo: source } };
}
