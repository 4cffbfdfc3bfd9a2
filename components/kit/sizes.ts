import { size as sizeClass, type NodeSize, type Size } from "../../environments/schema/names.ts";

/** CPUs and memory of a size class. */
export interface Capacity {
  readonly cpu: number;
  readonly memoryGiB: number;
}

/** What a pod or a managed server of a size class gets at least. */
export const sizes: Readonly<Record<Size, Capacity>> = {
  nano: { cpu: 0.1, memoryGiB: 0.125 },
  micro: { cpu: 0.25, memoryGiB: 0.5 },
  small: { cpu: 0.5, memoryGiB: 1 },
  medium: { cpu: 1, memoryGiB: 4 },
  large: { cpu: 2, memoryGiB: 8 },
  xlarge: { cpu: 4, memoryGiB: 16 },
  "2xlarge": { cpu: 8, memoryGiB: 32 },
};

/** The next size class, or the largest itself. */
export function largerSize(size: Size): Size {
  const byMemory = sizeClass.options.toSorted((a, b) => sizes[a].memoryGiB - sizes[b].memoryGiB);
  return byMemory[byMemory.indexOf(size) + 1] ?? size;
}

/** What a node of a size class has at least, before the system takes its part. */
export const nodeSizes: Readonly<Record<NodeSize, Capacity>> = {
  small: { cpu: 2, memoryGiB: 8 },
  medium: { cpu: 4, memoryGiB: 16 },
  large: { cpu: 8, memoryGiB: 32 },
  xlarge: { cpu: 16, memoryGiB: 64 },
  "memory-large": { cpu: 8, memoryGiB: 64 },
  "memory-xlarge": { cpu: 16, memoryGiB: 128 },
};

/** The first of a list, cheapest first, with at least the wanted capacity. Throws where none of `what` is large enough. */
export function smallestWith<M extends Capacity>(
  machines: readonly M[],
  { cpu, memoryGiB }: Capacity,
  what: string,
): M {
  const found = machines.find((machine) => machine.cpu >= cpu && machine.memoryGiB >= memoryGiB);
  if (found === undefined) throw new Error(`no ${what} has ${cpu} CPUs and ${memoryGiB} GiB`);
  return found;
}

/**
 * A capacity in Kubernetes' notation, as it writes it itself. An operator that saves the whole of a custom resource, to add its finalizer, writes `1Gi`
 * over `1024Mi`: from then on the field is its own, and every later `up` of that resource fails by a conflict.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 * https://kubernetes.io/docs/reference/using-api/server-side-apply/#conflicts
 */
export function quantities({ cpu, memoryGiB }: Capacity): { cpu: string; memory: string } {
  const milli = Math.round(cpu * 1000);
  return { cpu: milli % 1000 === 0 ? String(milli / 1000) : `${milli}m`, memory: binary(memoryGiB * 1024, "Mi") };
}

/** The size of a volume, whole GiB, in the same notation. */
export function volumeSize(gib: number): string {
  return binary(gib, "Gi");
}

const larger = { Mi: "Gi", Gi: "Ti", Ti: undefined } as const;

/** With the largest suffix that leaves a whole number. */
function binary(value: number, suffix: keyof typeof larger): string {
  const whole = Math.round(value);
  const next = larger[suffix];
  return whole > 0 && whole % 1024 === 0 && next !== undefined ? binary(whole / 1024, next) : `${whole}${suffix}`;
}
