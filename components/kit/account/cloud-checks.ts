/** What is known of one thing that an account should have. */
export interface CheckAnswer {
  readonly verdict: "ok" | "missing" | "unknown";
  /** What was seen, in a few words; never a secret. */
  readonly found: string;
}

/** One thing that an account should have, and the program that asks the cloud for it. It only reads. */
export interface CloudCheck {
  readonly what: string;
  /** Program and arguments, as they are run without a shell. */
  readonly command: readonly [program: string, ...args: readonly string[]];
  /** Judges what the program printed. Pure. */
  readonly expect: (stdout: string) => CheckAnswer;
  /** How to get it where it is missing. */
  readonly wayOut: string;
}

/** It is there. */
export function isThere(found: string): CheckAnswer {
  return { verdict: "ok", found };
}

/** It isn't there, or isn't as it should be. */
export function isMissing(found: string): CheckAnswer {
  return { verdict: "missing", found };
}

/** There when it was found at all. */
export function thereIf(found: string | undefined, otherwise: string): CheckAnswer {
  return found === undefined ? isMissing(otherwise) : isThere(found);
}

/** There when nothing of what is wanted is absent. */
export function thereIfAll(wanted: readonly string[], seen: readonly string[]): CheckAnswer {
  const absent = wanted.filter((one) => !seen.includes(one));
  return absent.length === 0 ? isThere(`all ${wanted.length}`) : isMissing(`not ${absent.join(", ")}`);
}

/**
 * Judges what a program printed as JSON. `read` takes it apart and throws or gives undefined where it isn't what was
 * expected: then nothing is known, since another release of the program may print something else.
 */
export function ofJson(read: (printed: Json) => CheckAnswer | undefined): CloudCheck["expect"] {
  return (stdout) => {
    const unreadable: CheckAnswer = { verdict: "unknown", found: "the program printed something else than expected" };
    let printed: unknown;
    try {
      printed = JSON.parse(stdout);
    } catch {
      return unreadable;
    }
    return read(new Json(printed)) ?? unreadable;
  };
}

/** A value that a program printed, of which nothing is known yet. Reading what isn't there gives nothing. */
export class Json {
  readonly #value: unknown;

  constructor(value: unknown) {
    this.#value = value;
  }

  /** The value below a key. */
  at(...keys: readonly string[]): Json {
    let value = this.#value;
    for (const key of keys)
      value =
        typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
    return new Json(value);
  }

  /** The values of a list, or undefined where it is none. */
  get list(): readonly Json[] | undefined {
    return Array.isArray(this.#value) ? this.#value.map((value: unknown) => new Json(value)) : undefined;
  }

  /** The text, or the empty one where it is none. */
  get text(): string {
    return typeof this.#value === "string" ? this.#value : "";
  }

  /** The number, also where it is written as text. NaN where it is none. */
  get number(): number {
    const value = this.#value;
    return typeof value === "number" ? value : typeof value === "string" && value !== "" ? Number(value) : Number.NaN;
  }

  /** Whether it says true. */
  get isTrue(): boolean {
    return this.#value === true;
  }
}

/** A quota, and what the environment needs of it at its largest. */
export interface Demand {
  /** In the cloud's own words. */
  readonly quota: string;
  readonly needed: number;
}

/** Whether a limit leaves room. `used` is unknown where the cloud's answer doesn't say it. */
export function roomFor(
  demands: readonly Demand[],
  limitOf: (quota: string) => { readonly limit: number; readonly used?: number } | undefined,
): CheckAnswer {
  const said = demands.map(({ quota, needed }) => {
    const known = limitOf(quota);
    if (known === undefined || Number.isNaN(known.limit))
      return { verdict: "unknown" as const, text: `${quota} unknown` };
    const free = known.limit - (known.used ?? 0);
    // Google writes -1 for what has no limit.
    const fits = known.limit < 0 || needed <= free;
    const used = known.used === undefined ? "" : `, ${known.used} used`;
    return {
      verdict: fits ? ("ok" as const) : ("missing" as const),
      text: `${quota} ${needed} of ${known.limit}${used}`,
    };
  });
  const verdict = said.some((one) => one.verdict === "missing")
    ? "missing"
    : said.some((one) => one.verdict === "unknown")
      ? "unknown"
      : "ok";
  // What is wrong comes first, and alone where something is.
  const shown = verdict === "ok" ? said : said.filter((one) => one.verdict === verdict);
  return { verdict, found: shown.map(({ text }) => text).join("; ") };
}
