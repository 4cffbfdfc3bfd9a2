/** The part that a node keeps of its CPUs or memory up to an amount, from where the step before ended. */
export interface ReserveStep {
  readonly upTo: number;
  /** 0 to 1. */
  readonly part: number;
}

/** What a node keeps for its system where a cloud says it in steps, as taxes are: each part of what lies in its step. */
export function reservedBySteps(amount: number, steps: readonly ReserveStep[]): number {
  let [reserved, from] = [0, 0];
  for (const { upTo, part } of steps) {
    reserved += Math.max(0, Math.min(amount, upTo) - from) * part;
    from = upTo;
  }
  return reserved;
}

/** Of CPUs, on clouds that took over the steps that Kubernetes' own scripts for Google began with. */
export const cpuSteps: readonly ReserveStep[] = [
  { upTo: 1, part: 0.06 },
  { upTo: 2, part: 0.01 },
  { upTo: 4, part: 0.005 },
  { upTo: Infinity, part: 0.0025 },
];

/** GiB of memory below which the kubelet begins to evict pods: its default on Linux. https://kubernetes.io/docs/concepts/scheduling-eviction/node-pressure-eviction/#hard-eviction-thresholds */
export const evictionGiB = 100 / 1024;
