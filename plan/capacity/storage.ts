import type { PodGroup } from "./pod-group.ts";

/** The like volumes of a group of pods. */
export interface StorageRow {
  readonly group: string;
  readonly storageClass: string;
  readonly volumes: number;
  readonly gibEach: number;
  /** Where the environment says their size; the empty string where it follows from another. */
  readonly path: string;
  /** Whether it can be grown in place. Absent where the class isn't the environment's. */
  readonly grows?: boolean;
}

/** The volumes of a class. */
export interface ClassRow {
  readonly storageClass: string;
  readonly volumes: number;
  readonly gib: number;
  readonly largestGib: number;
}

/** All volumes, by group and size. */
export function decideStorage(
  groups: readonly PodGroup[],
  expandable: Readonly<Record<string, boolean>>,
): { readonly rows: StorageRow[]; readonly classes: ClassRow[] } {
  const rows = groups.flatMap(({ name, claims, most }) =>
    claims.map(({ storageClass, gib, path }): StorageRow => {
      const grows = expandable[storageClass];
      return {
        group: name,
        storageClass,
        volumes: most,
        gibEach: gib,
        path,
        ...(grows === undefined ? {} : { grows }),
      };
    }),
  );
  const classes = [...Map.groupBy(rows, ({ storageClass }) => storageClass)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([storageClass, own]) => ({
      storageClass,
      volumes: own.reduce((sum, { volumes }) => sum + volumes, 0),
      gib: own.reduce((sum, { volumes, gibEach }) => sum + volumes * gibEach, 0),
      largestGib: Math.max(...own.map(({ gibEach }) => gibEach)),
    }));
  return { rows, classes };
}
