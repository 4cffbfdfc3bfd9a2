import type { LockHolder } from "./state/lock.ts";
import type { Refusal } from "./steps/steps.ts";
import type { RehearsalResult } from "./result.ts";

/** One thing wrong with a file of the rehearsal, and the next step to take. */
export interface Finding {
  readonly file: string;
  readonly problem: string;
  readonly wayOut: string;
}

/** Another run works on the stack, or died while it did. Names the holder; `stale` means it is dead: `unlock` it. */
export class LockedError extends Error {
  override readonly name = "LockedError";
  readonly holder: LockHolder | undefined;
  readonly stale: boolean;

  constructor(stack: string, holder: LockHolder | undefined, stale: boolean) {
    const who =
      holder === undefined
        ? "a run that hasn't written its name"
        : `${holder.operation}, process ${holder.pid} on ${holder.host}`;
    const wayOut = stale ? `that run is dead; \`unlock ${stack}\` clears its lock` : "wait until it has ended";
    super(`${stack} is locked by ${who}; ${wayOut}`);
    this.holder = holder;
    this.stale = stale;
  }
}

/** Steps would delete or replace protected resources, or change what can't be changed. Carries all of them at once; nothing was changed. */
export class ProtectedError extends Error {
  override readonly name = "ProtectedError";
  readonly refusals: readonly Refusal[];

  constructor(refusals: readonly Refusal[]) {
    super(
      refusals
        .map(({ urn, step, why = "is protected", wayOut }) => `${urn} ${why}, ${step} is refused; ${wayOut}`)
        .join("\n"),
    );
    this.refusals = refusals;
  }
}

/** A simulated cloud refused or didn't answer. State is written; `result` says what was done, and the same run again goes on. */
export class ProviderFailure extends Error {
  override readonly name = "ProviderFailure";
  readonly urn: string;
  readonly result: RehearsalResult;

  constructor(urn: string, cause: Error, result: RehearsalResult) {
    super(`${urn}: ${cause.message}`, { cause });
    this.urn = urn;
    this.result = result;
  }
}

// One damaged line breaks everything that hangs from it; `findings` has them all.
const shownFindings = 10;

/** Files of a rehearsal can't be trusted. Found before anything is changed; every finding says what to do next. */
export class CorruptStateError extends Error {
  override readonly name = "CorruptStateError";
  readonly findings: readonly Finding[];

  constructor(findings: readonly Finding[]) {
    const shown = findings.slice(0, shownFindings);
    const more = findings.length - shown.length;
    super(
      [
        ...shown.map(({ file, problem, wayOut }) => `${file}: ${problem}; ${wayOut}`),
        ...(more > 0 ? [`and ${more} more like these`] : []),
      ].join("\n"),
    );
    this.findings = findings;
  }
}

/** A simulated cloud's answer to a call that it refuses, in the words of the cloud. */
export class CloudError extends Error {
  override readonly name = "CloudError";
}

/** The call reached the cloud and its answer was lost: nobody knows yet whether it was carried out. */
export class LostReplyError extends Error {
  override readonly name = "LostReplyError";
}
