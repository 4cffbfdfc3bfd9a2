import { distance } from "fastest-levenshtein";
import { limits } from "./limits.ts";

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

/** Way out for a mistyped word: the near candidate if there is one, then all of them, or the first twenty. */
export function chooseFrom(word: string, candidates: readonly string[], what: string): string {
  const near = didYouMean(word, candidates);
  const all = candidates.length === 0 ? `there are no ${what}` : `the ${what} are ${listed(candidates)}`;
  return near === undefined ? all : `did you mean ${near}? ${all}`;
}

/** Texts with commas; after the first twenty the rest are counted. */
export function listed(texts: readonly string[]): string {
  const more = texts.length - limits.candidates;
  const shown = texts.slice(0, limits.candidates).join(", ");
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/**
 * chooseFrom for a rule that may be broken thousands of times among thousands of candidates: it looks for near ones only
 * as often as issues are shown.
 */
export function chooser(what: string) {
  let asked = 0;
  return (word: string, candidates: () => readonly string[], specifically = what): string => {
    asked += 1;
    return asked > limits.issues ? `write one of the ${specifically}` : chooseFrom(word, candidates(), specifically);
  };
}
