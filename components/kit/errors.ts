/** One thing wrong with what the user wrote: where it is, what it is, which rule it breaks and the way out. */
export interface Issue {
  /** File relative to the root of the project, as the user would type it. */
  readonly file?: string;
  /** 1-based. */
  readonly line?: number;
  /** 1-based. */
  readonly column?: number;
  /** Path of the field, e.g. `stores.orders.replicas`; empty for the file as a whole. */
  readonly path: string;
  /** What was found there, shortened and never a secret. */
  readonly value?: string;
  /** What has to hold. */
  readonly rule: string;
  /** What to write instead. */
  readonly wayOut: string;
}

/** The user's input can't be used. Carries all issues at once and is printed without a stack. Exit code 2. */
export class EnvironmentError extends Error {
  override readonly name = "EnvironmentError";
  readonly issues: readonly Issue[];

  constructor(issues: readonly Issue[]) {
    super(issues.map(renderIssue).join("\n"));
    this.issues = issues;
  }
}

/** A wish that the chosen cloud can't meet. Names the cloud, the wish and what it can do instead. Exit code 2. */
export class UnsupportedError extends Error {
  override readonly name = "UnsupportedError";

  constructor(cloud: string, wish: string, instead: string) {
    super(`${cloud}: ${wish} is not available here; ${instead}`);
  }
}

/** The command line can't be used: unknown option, missing argument, a file that isn't there. Exit code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** Text on one line in which everything that isn't printable is an escape, so that it can't play tricks on a terminal. */
export function printable(text: string): string {
  return text.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}

/** One line for people: `file:line:column path: value; rule; way out`. What isn't printable in any of them is escaped. */
export function renderIssue(issue: Issue): string {
  const place =
    issue.file === undefined
      ? ""
      : [issue.file, issue.line, issue.column].filter((part) => part !== undefined).join(":");
  const subject = [issue.path, issue.value].filter((part) => part !== undefined && part !== "").join(" = ");
  const said = `${issue.rule}; ${issue.wayOut}`;
  return printable([place, subject === "" ? said : `${subject}: ${said}`].filter((part) => part !== "").join(" "));
}
