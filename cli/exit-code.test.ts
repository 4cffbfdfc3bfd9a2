import { CommanderError } from "commander";
import { describe, expect, it } from "vitest";
import { EnvironmentError, UnsupportedError, UsageError } from "../components/kit/errors.ts";
import { CorruptStateError, LockedError, ProtectedError, ProviderFailure } from "../rehearsal/errors.ts";
import { countSteps } from "../rehearsal/result.ts";
import { describeError } from "./describe-error.ts";
import { exitCodeOf } from "./exit-code.ts";

const urn = "urn:pulumi:s::p::t::n";
const result = {
  stack: "s",
  steps: [],
  summary: countSteps([]),
  outputs: {},
  settled: [],
  interrupted: false,
  remaining: [urn],
};

const failure = new ProviderFailure(urn, new Error("quota"), result);

describe("an error's exit code", () => {
  it.each([
    [0, "--help", new CommanderError(0, "commander.helpDisplayed", "(outputHelp)")],
    [0, "--version", new CommanderError(0, "commander.version", "0.1.0")],
    [1, "a simulated cloud that fails", failure],
    [2, "an unknown option", new CommanderError(1, "commander.unknownOption", "error: unknown option")],
    [2, "no command", new CommanderError(1, "commander.help", "(outputHelp)")],
    [2, "a mistake in a file", new EnvironmentError([{ path: "tier", rule: "is wrong", wayOut: "mend it" }])],
    [2, "a wish that a cloud can't meet", new UnsupportedError("local", "a key", "leave it out")],
    [2, "a mistake on the command line", new UsageError("no such file")],
    [2, "a stack that another run holds", new LockedError("s", undefined, false)],
    [2, "a protected resource", new ProtectedError([{ urn, step: "delete", wayOut: "unprotect it" }])],
    [2, "a damaged state", new CorruptStateError([{ file: "f", problem: "is empty", wayOut: "restore" }])],
    [4, "anything else", new TypeError("x is undefined")],
    [4, "what isn't even an error", "text"],
  ])("is %i for %s", (code, _what, error) => {
    expect(exitCodeOf(error)).toBe(code);
  });
});

describe("an error's text", () => {
  it("has no stack and counts the problems when the user's file is wrong", () => {
    const issue = { file: "a.yaml", line: 1, column: 2, path: "tier", rule: "is wrong", wayOut: "mend it" };
    expect(describeError(new EnvironmentError([issue, issue]), "1")).toBe(
      "a.yaml:1:2 tier: is wrong; mend it\na.yaml:1:2 tier: is wrong; mend it\nlandbridge: 2 problems; nothing was done\n",
    );
  });

  it("says of a failing cloud how to go on", () => {
    expect(describeError(failure, "1")).toContain(
      "0 steps done, 1 left; state is written, and the same command goes on",
    );
  });

  it("says of our own mistake how to report it, with stack, cause and versions", () => {
    const text = describeError(new Error("outer", { cause: new TypeError("inner") }), "1.2.3");
    expect(text).toContain("Open an issue with this text");
    expect(text).toContain(`landbridge 1.2.3, Node ${process.version}`);
    expect(text).toMatch(/Error: outer\n\s+at .*\n[^]*caused by TypeError: inner\n\s+at /);
  });
});
