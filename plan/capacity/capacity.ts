import type { Finding } from "./survive.ts";
import type { Domain, Load, PodGroup, Requests } from "./pod-group.ts";
import type { ClassRow, StorageRow } from "./storage.ts";
import type { UsageRow } from "./usage.ts";

/** A pool of nodes: how many there may be, and what pods may ask for on each. */
export interface PoolRow {
  readonly name: string;
  readonly least: number;
  readonly most: number;
  readonly room: Requests;
}

/** Like pods, and what they ask for. */
export type GroupRow = Pick<PodGroup, "name" | "kind" | "wish" | "least" | "most" | "each">;

/** Yes, or what stands against it. */
export interface Answer {
  readonly holds: boolean;
  readonly findings: readonly Finding[];
}

/** What only a cluster whose nodes the environment makes can be asked. */
export interface Nodes {
  readonly zones: number;
  readonly pools: readonly PoolRow[];
  readonly usage: Readonly<Record<Load, readonly UsageRow[]>>;
  /** Whether every pod finds a node. */
  readonly fits: Readonly<Record<Load, Answer>>;
  /** Whether the platform goes on without any one zone, or any one node. */
  readonly survives: Readonly<Record<Domain, Readonly<Record<Load, Answer>>>>;
}

/** What an environment's cluster has to carry, and whether it does. */
export interface Capacity {
  readonly environment: string;
  readonly cloud: string;
  readonly groups: readonly GroupRow[];
  readonly requested: Readonly<Record<Load, Requests>>;
  readonly storage: { readonly rows: readonly StorageRow[]; readonly classes: readonly ClassRow[] };
  /** Absent where the environment makes no nodes. */
  readonly nodes?: Nodes;
  /** What was taken for granted. */
  readonly assumptions: readonly string[];
  /** What isn't counted, and what of the pods isn't understood. */
  readonly unknown: readonly string[];
}
