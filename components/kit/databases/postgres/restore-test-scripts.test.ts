import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { decideTrialScripts } from "./restore-test-scripts.ts";

/** Answers as the API server would: nothing is there, then what is asked for is made, then each of `answers` to who looks at it. */
const curl = `#!/bin/sh
while [ $# -gt 0 ]; do
  case "$1" in
    --output) output=$2; shift ;;
    --request) verb=$2; shift ;;
  esac
  shift
done
case "\${verb:-GET}" in
  DELETE) echo '{}' > "$output"; printf 404 ;;
  POST) echo '{}' > "$output"; printf 201 ;;
  *) read -r asked < "$HERE/asked"; echo $((asked + 1)) > "$HERE/asked"; cat "$HERE/answer-$asked" > "$output"; printf 200 ;;
esac
`;

/** Runs `restore.sh` against such answers; how often it looked, and whether it took the server for ready. */
function restore(answers: readonly object[]): { asked: number; ready: boolean } {
  const here = mkdtempSync(join(tmpdir(), "landbridge-trial-"));
  try {
    for (const folder of ["bin", "notes"]) mkdirSync(join(here, folder));
    const write = (name: string, text: string, mode = 0o600): void => {
      writeFileSync(join(here, name), text, { mode });
    };
    for (const [name, text] of Object.entries(decideTrialScripts())) write(name, text);
    write("bin/curl", curl, 0o700);
    write("cluster.json", "{}");
    write("token", "token");
    write("asked", "0\n");
    answers.forEach((status, index) => {
      write(`answer-${index}`, JSON.stringify({ status }));
    });
    execFileSync("/bin/sh", [join(here, "restore.sh")], {
      env: {
        ...{ PATH: `${here}/bin:/usr/bin:/bin`, HERE: here, FILES: here, NOTES: `${here}/notes`, API_FILES: here },
        ...{
          API: "https://api",
          NAMESPACE: "n",
          TRIAL: "t",
          JOB: "j",
          JOB_UID: "u",
          PAUSE: "0",
          RESTORE_SECONDS: "60",
        },
      },
    });
    return { asked: Number(readFileSync(join(here, "asked"), "utf8")), ready: existsSync(join(here, "notes/ready")) };
  } finally {
    rmSync(here, { recursive: true });
  }
}

const restarting = "Primary instance is being restarted without a switchover";

it("looks at a restored server only when its operator is done with it: it restarts it once without what read the bucket", () => {
  const answers = [
    { phase: "Setting up primary" },
    { readyInstances: 1, phase: "Waiting for the instances to become active" },
    { readyInstances: 1, phase: restarting },
    { phase: restarting },
    { readyInstances: 1, phase: "Cluster in healthy state" },
  ];
  expect(restore(answers)).toEqual({ asked: answers.length, ready: true });
});
