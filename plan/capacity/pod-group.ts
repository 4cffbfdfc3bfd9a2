/** What a pod asks of its node. Whole numbers, so that sums are exact. */
export interface Requests {
  readonly milliCpu: number;
  readonly memoryMiB: number;
}

/** What can be lost at once. */
export type Domain = "zone" | "node";

/** How many pods there are: as few as autoscalers leave, or as many as they make. */
export type Load = "least" | "most";

/** Labels that a node must have: one of the values of each key. */
export type NodeTerm = Readonly<Record<string, readonly string[]>>;

/** A taint that a pod puts up with. No key: with all. No value: with any. */
export interface Toleration {
  readonly key?: string;
  readonly value?: string;
}

/** On which nodes a pod may run. */
export interface NodeNeeds {
  /** One of these has to hold. Empty: any node will do. */
  readonly anyOf: readonly NodeTerm[];
  /** What it would rather have. */
  readonly prefers: NodeTerm;
  readonly tolerates: readonly Toleration[];
}

/** A volume of each pod of a group. */
export interface Claim {
  readonly storageClass: string;
  readonly gib: number;
  /** Where the environment says its size; the empty string where it doesn't. */
  readonly path: string;
}

/** What of a group has to be left for its work to go on. */
export interface Keep {
  /** In the plural, e.g. `controllers`. */
  readonly what: string;
  readonly of: number;
  readonly need: number;
  /**
   * What keeps them apart. pods: each is a pod of the group, so its constraints do; zones: the store itself puts each into
   * another zone, as far as there are zones; nothing: all of them may be together.
   */
  readonly apart: "pods" | "zones" | "nothing";
  /** What to write where in the environment; the empty string where nothing there would help. */
  readonly mend: string;
}

/** Like pods: of one Deployment, of one role of a store. */
export interface PodGroup {
  /** Unique in a plan, e.g. `commerce/order`. */
  readonly name: string;
  readonly kind: "service" | "store" | "operator" | "job" | "every node";
  /** Where the environment asks for it; the empty string where it doesn't. */
  readonly wish: string;
  readonly each: Requests;
  readonly least: number;
  readonly most: number;
  readonly nodes: NodeNeeds;
  /** By how many pods zones or nodes may differ before one waits. Absent: evenness is a wish at most. */
  readonly skew: Readonly<Partial<Record<Domain, number>>>;
  /** Where no second pod of the group may be. */
  readonly alone?: Domain;
  readonly claims: readonly Claim[];
  readonly keeps: readonly Keep[];
}

/** Pods that may run anywhere. */
export const anyNode: NodeNeeds = { anyOf: [], prefers: {}, tolerates: [] };

/** How many pods a group has at a load. */
export function podsAt({ least, most }: Pick<PodGroup, "least" | "most">, load: Load): number {
  return load === "least" ? least : most;
}

/** What several ask for together. */
export function sumOf(all: readonly Requests[]): Requests {
  return {
    milliCpu: all.reduce((sum, { milliCpu }) => sum + milliCpu, 0),
    memoryMiB: all.reduce((sum, { memoryMiB }) => sum + memoryMiB, 0),
  };
}

/** What a number of like pods ask for. */
export function times({ milliCpu, memoryMiB }: Requests, count: number): Requests {
  return { milliCpu: milliCpu * count, memoryMiB: memoryMiB * count };
}
