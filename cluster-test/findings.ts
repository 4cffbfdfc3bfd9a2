/** What a check found: what holds, in plain words, and what doesn't. */
export interface Findings {
  readonly says: readonly string[];
  readonly failures: readonly string[];
}

/** Findings of several checks as one. */
export function joinFindings(all: readonly Findings[]): Findings {
  return { says: all.flatMap(({ says }) => says), failures: all.flatMap(({ failures }) => failures) };
}

/** Objects by kind, most first: `3 Deployments, 1 Job`. */
export function countKinds(kinds: readonly string[]): string {
  const counts = [...Map.groupBy(kinds, (kind) => kind)].map(([kind, { length }]) => ({ kind, length }));
  return counts
    .sort((a, b) => b.length - a.length || (a.kind < b.kind ? -1 : 1))
    .map(({ kind, length }) => `${length} ${kind}`)
    .join(", ");
}

/** The zero, one or many of something. */
export function count(number: number, one: string, many = `${one}s`): string {
  return `${number} ${number === 1 ? one : many}`;
}
