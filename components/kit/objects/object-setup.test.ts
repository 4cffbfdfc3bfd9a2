import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { bucket } from "../../../environments/schema/stores/stores.ts";
import { decideLifecycleXml, decideObjectSetup } from "./object-setup.ts";

const files = decideObjectSetup({
  buckets: { uploads: bucket.parse({}), kept: bucket.parse({ retentionDays: 30 }) },
});

describe("what becomes of a bucket's objects with age", () => {
  it("is the same as on clouds: versions beyond those that are kept go, and all of what was deleted within a month", () => {
    const xml = decideLifecycleXml(bucket.parse({ keepVersions: 3 }));
    expect(xml).toContain("<NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>3</NewerNoncurrentVersions>");
    expect(xml).toContain(
      "<NoncurrentVersionExpiration><NoncurrentDays>30</NoncurrentDays></NoncurrentVersionExpiration>",
    );
    expect(xml).toContain("<DaysAfterInitiation>7</DaysAfterInitiation>");
    expect(xml).not.toContain("<Expiration><Days>");
  });

  it("is that they are deleted where that is wished for, with their versions", () => {
    const xml = decideLifecycleXml(bucket.parse({ deleteAfterDays: 12 }));
    expect(xml).toContain("<Expiration><Days>12</Days></Expiration>");
    expect(xml).toContain(
      "<NoncurrentVersionExpiration><NoncurrentDays>12</NoncurrentDays></NoncurrentVersionExpiration>",
    );
  });

  it("is never that they move, which the server refuses: there is one disk", () => {
    expect(decideLifecycleXml(bucket.parse({ coldAfterDays: 30 }))).not.toContain("Transition");
  });
});

describe("the files of the Job", () => {
  it("name each bucket in order, and lock where objects are retained", () => {
    expect(files["buckets"]).toBe("landbridge-kept kept locked\nlandbridge-uploads uploads open\n");
    expect(Object.keys(files).filter((file) => file.startsWith("lock."))).toEqual(["lock.kept"]);
    expect(files["lock.kept"]).toContain("<Mode>GOVERNANCE</Mode><Days>30</Days>");
  });
});

// The script runs as it is against a stand-in for curl, which answers with a status by the path asked for.
describe("the script", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "object-setup-"));
    for (const part of ["bin", "files", "tmp"]) mkdirSync(join(folder, part));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "files", file), text);
    const program = `#!/bin/sh
for argument in "$@"; do last=$argument; done
echo "$*" >> "${folder}/asked"
name=$(echo "$last" | tr '/?' '__')
if [ -f "${folder}/$name" ]; then cat "${folder}/$name"; else printf 200; fi
`;
    writeFileSync(join(folder, "bin", "curl"), program);
    chmodSync(join(folder, "bin", "curl"), 0o755);
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const run = () =>
    spawnSync("/bin/sh", [join(folder, "files", "setup.sh")], {
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}:/usr/bin:/bin`,
        ADMIN_USER: "landbridge",
        ADMIN_PASSWORD: "hidden",
        AUTHORITY: "/authority.pem",
        ENDPOINT: "https://objects",
        FILES: join(folder, "files"),
        TMPDIR: join(folder, "tmp"),
      },
    });
  const asked = () => readFileSync(join(folder, "asked"), "utf8");
  const answer = (path: string, status: string) => {
    writeFileSync(join(folder, `https:__objects_${path}`), status);
  };

  it("makes each bucket and then says how it is, over TLS by the authority, without the key in an argument", () => {
    expect(run().status).toBe(0);
    const paths = asked()
      .trimEnd()
      .split("\n")
      .map((line) => line.split(" ").at(-1)?.replace("https://objects/", ""));
    expect(paths).toEqual([
      "landbridge-kept",
      "landbridge-kept?versioning=",
      "landbridge-kept?lifecycle=",
      "landbridge-kept?object-lock=",
      "landbridge-uploads",
      "landbridge-uploads?versioning=",
      "landbridge-uploads?lifecycle=",
    ]);
    expect(asked()).not.toContain("hidden");
    expect(readFileSync(join(folder, "tmp", "settings"), "utf8")).toBe(
      'user = "landbridge:hidden"\ncacert = "/authority.pem"\n',
    );
    expect(asked().match(/x-amz-bucket-object-lock-enabled: true/g)).toHaveLength(1);
  });

  it("says the hash of what it sends", () => {
    run();
    // Of nothing, for a bucket that is made.
    expect(asked()).toContain("x-amz-content-sha256: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  });

  it("goes on where a bucket is there already", () => {
    answer("landbridge-kept", "409");
    expect(run().status).toBe(0);
    expect(asked()).toContain("landbridge-kept?object-lock=");
  });

  it("fails where it is refused, says of which bucket, and does the rest", () => {
    answer("landbridge-kept_versioning=", "403");
    const { status, stderr } = run();
    expect(status).toBe(1);
    expect(stderr).toContain("keep versions of bucket kept: 403");
    expect(asked()).toContain("landbridge-uploads?lifecycle=");
  });
});
