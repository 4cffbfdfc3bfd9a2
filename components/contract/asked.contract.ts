import { tags, type Build, type names } from "./kit.contract.ts";

/** Two wishes that differ in one field, and by what a cloud shows that it heard the difference. */
export interface Field {
  /** Component and field, e.g. `cluster.pools.min`. */
  readonly name: string;
  readonly component: keyof typeof names;
  readonly before: Build;
  readonly after: Build;
  /** `inputs` of what is made differ; or something is protected `before` and nothing `after`. */
  readonly shownBy: "inputs" | "protect";
}

// One line for each field of a spec, by the compiler's leave: a field that is added to the contract has to be asked for
// here, or to say why it isn't.
/** One entry for each field of a spec. */
export type Asked<S> = { readonly [F in keyof S]-?: Readonly<Record<string, Build | Pair>> | Elsewhere };
/** What is built before a field changed and after. */
export type Pair = readonly [before: Build, after: Build];
/** Why a field is asked for in another place. */
export interface Elsewhere {
  readonly elsewhere: string;
}
/** Another value for each field of a wish. */
export type Others<W> = { readonly [F in keyof W]-?: Pick<W, F> };

/** Tags of somebody else. */
export const otherTags = { ...tags, owner: "other" };
/** A data class shows in what is made of it. */
export const byTagsAndKey = { elsewhere: "acts through tags and key" } as const;

/** What is built for each other value, by the field's name. */
export function eachOf<T>(group: string, others: Readonly<Record<string, T>>, build: (other: T) => Build) {
  return Object.fromEntries(
    Object.entries(others).map(([field, other]): [string, Build] => [`${group}.${field}`, build(other)]),
  );
}

/** Every try of a component, as fields. */
export function fieldsOf(
  component: Field["component"],
  asked: Readonly<Record<string, Readonly<Record<string, Build | Pair>> | Elsewhere>>,
  usual: Build,
): Field[] {
  return Object.values(asked).flatMap((tries) =>
    Object.entries(tries).flatMap(([field, value]: [string, string | Build | Pair]) => {
      if (typeof value === "string") return [];
      const [before, after] = typeof value === "function" ? [usual, value] : value;
      const shownBy = field === "protect" ? "protect" : "inputs";
      return [{ name: `${component}.${field}`, component, before, after, shownBy }];
    }),
  );
}
