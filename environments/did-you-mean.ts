import { distance } from "fastest-levenshtein";

/** The candidate nearest to a mistyped word, or undefined when none is near: a third of its letters may differ. */
export function didYouMean(word: string, candidates: readonly string[]): string | undefined {
  if (word.length > 80) return undefined;
  const allowed = Math.max(1, Math.floor(word.length / 3));
  const near = candidates
    .map((candidate) => ({ candidate, steps: distance(word.toLowerCase(), candidate.toLowerCase()) }))
    .filter(({ steps }) => steps <= allowed)
    .sort((a, b) => a.steps - b.steps || (a.candidate < b.candidate ? -1 : 1));
  return near[0]?.candidate;
}

/** Way out for a mistyped word: the near candidate if there is one, then all of them. */
export function chooseFrom(word: string, candidates: readonly string[], what: string): string {
  const near = didYouMean(word, candidates);
  const all = candidates.length === 0 ? `there are no ${what}` : `the ${what} are ${candidates.join(", ")}`;
  return near === undefined ? all : `did you mean ${near}? ${all}`;
}
