import { expect, it } from "vitest";
import { atEnd, downloadScript, lines, pipeOut, sayReady, uploadScript, waitFor } from "./copy-scripts.ts";
import { copyBench } from "./pods.fixture.ts";

const bench = copyBench(() => ({ works: "#!/bin/sh\nPATH=/usr/bin:/bin exec sleep 60\n" }));
const format = { suffix: "copy", called: "copy" };
const beginning = ["set -euo pipefail", ...atEnd("database")];
const upload = uploadScript(format, { store: "facts", days: 7 });
const piped = lines(...beginning, 'mkfifo "$work/pipe"', ...waitFor("ready", "bucket"), ...pipeOut("works"));
const load = lines(
  ...[...beginning, sayReady, 'mkfifo "$work/pipe"', "say load"],
  ...[...waitFor("begun", "bucket"), '[ -n "$(cat "$work/pipe")" ]'],
);
const bucket = ["set -eu", ...atEnd("bucket")];
const both = ["alive-bucket", "alive-database"];

/** Who is killed, when, and the scripts of both. */
const cases = {
  "one that dumps, before it has a pipe": [
    "dump.sh",
    both,
    { "dump.sh": lines(...beginning, "works"), "upload.sh": upload },
  ],
  "one that dumps, before it opens the pipe": [
    "dump.sh",
    [...both, "ready"],
    { "dump.sh": lines(...beginning, 'mkfifo "$work/pipe"', "works"), "upload.sh": upload },
  ],
  "one that dumps, while it writes": ["dump.sh", [...both, "ready"], { "dump.sh": piped, "upload.sh": upload }],
  "one that uploads, before it says that it is ready": [
    "upload.sh",
    both,
    { "dump.sh": piped, "upload.sh": lines(...bucket, "works") },
  ],
  "one that uploads, before it opens the pipe": [
    "upload.sh",
    [...both, "ready"],
    {
      "dump.sh": lines(...beginning, 'mkfifo "$work/pipe"', ...waitFor("ready", "bucket"), ...pipeOut("yes")),
      "upload.sh": lines(...bucket, ...waitFor("pipe", "database"), ': > "$work/ready"', "works"),
    },
  ],
  "one that downloads, before it opens the pipe": [
    "download.sh",
    [...both, "begun"],
    { "load.sh": load, "download.sh": lines(...bucket, ...waitFor("ready", "database"), ': > "$work/begun"', "works") },
  ],
  "one that loads, before it says what is to be done": [
    "load.sh",
    both,
    { "load.sh": lines(...beginning, "works"), "download.sh": downloadScript(format, { origin: "facts" }) },
  ],
} as const;

it.concurrent.each(Object.entries(cases))(
  "%s, and is killed, leaves nobody waiting",
  async (_, [script, once, files]) => {
    const codes = Object.entries(await bench.pod(files, {}, { killed: { script, once } }));
    expect(codes.find(([name]) => name === script)).toEqual([script, null]);
    expect(codes.filter(([name]) => name !== script).map(([, code]) => code)).toEqual([1]);
  },
);

it("one that takes its time is waited for as long as it lives", async () => {
  const slow = lines(
    ...beginning,
    "PATH=/usr/bin:/bin sleep 1.5",
    'mkfifo "$work/pipe"',
    ...waitFor("ready", "bucket"),
    ...pipeOut("echo row"),
  );
  expect(await bench.pod({ "dump.sh": slow, "upload.sh": upload })).toEqual({ "dump.sh": 0, "upload.sh": 0 });
});
