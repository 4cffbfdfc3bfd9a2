import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { isMissing, isThere, type CloudCheck } from "../components/kit/account/cloud-checks.ts";
import { runCheck, runChecks } from "./run-check.ts";

const folder = mkdtempSync(join(tmpdir(), "landbridge-check-"));
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

function program(name: string, script: string): void {
  writeFileSync(join(folder, name), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, name), 0o755);
}

program("prints", 'echo "$1"');
program("fails", 'echo "token: hunter2" >&2; echo "hunter2"; exit 3');
program("hangs", "exec sleep 60");
program("asks", 'read answer; echo "answer: $answer"');

const check = (...command: CloudCheck["command"]): CloudCheck => ({
  what: "a thing",
  command,
  expect: (stdout) => (stdout.trim() === "there" ? isThere("seen") : isMissing("not seen")),
  wayOut: "make it",
});
const how = { env: { PATH: `${folder}:/usr/bin:/bin` }, timeoutSeconds: 20 };

describe("a check of a cloud", () => {
  it("judges what the program printed", async () => {
    expect(await runCheck(check("prints", "there"), how)).toEqual({
      what: "a thing",
      command: "prints there",
      wayOut: "make it",
      verdict: "ok",
      found: "seen",
    });
    expect(await runCheck(check("prints", "gone"), how)).toMatchObject({ verdict: "missing", found: "not seen" });
  });

  it("passes arguments as they are, and shows them as a shell takes them", async () => {
    const printed: string[] = [];
    const odd = "[?name=='it''s'].$(id)";
    const { command } = await runCheck(
      { ...check("prints", odd), expect: (stdout) => (printed.push(stdout), isThere("")) },
      how,
    );
    expect(printed).toEqual([`${odd}\n`]);
    expect(command).toBe(`prints '[?name=='\\''it'\\'''\\''s'\\''].$(id)'`);
  });

  it("is unknown where the program isn't there", async () => {
    expect(await runCheck(check("nowhere"), how)).toMatchObject({ verdict: "unknown", found: "nowhere isn't there" });
  });

  it("is unknown where the program fails, and shows nothing of what it said", async () => {
    const answer = await runCheck(check("fails"), how);
    expect(answer).toMatchObject({ verdict: "unknown" });
    expect(answer.found).toContain("ended with 3");
    expect(JSON.stringify(answer)).not.toContain("hunter2");
  });

  it("waits no longer than it may, and answers no question", async () => {
    expect(await runCheck(check("hangs"), { ...how, timeoutSeconds: 0.2 })).toMatchObject({
      verdict: "unknown",
      found: "no answer within 0.2 s",
    });
    expect(await runCheck(check("asks"), how)).toMatchObject({ verdict: "missing" });
  });

  it("keeps the order of many", async () => {
    const all = await runChecks(
      ["there", "gone", "there", "gone", "there"].map((word) => check("prints", word)),
      how,
    );
    expect(all.map(({ verdict }) => verdict)).toEqual(["ok", "missing", "ok", "missing", "ok"]);
  });
});
