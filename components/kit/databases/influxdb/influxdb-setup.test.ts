import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { influxdb } from "../../../../environments/schema/stores/influxdb.ts";
import { decideInfluxdbRights, decideInfluxdbSetup, shardSeconds } from "./influxdb-setup.ts";
import { influxdbStart } from "./influxdb.ts";

const wish = influxdb.parse({
  kind: "influxdb",
  databases: { raw: { keepDays: 7 }, hours: { downsample: { from: "raw", every: "1h", aggregates: ["mean"] } } },
});
const logins = [
  { name: "plant-show", access: "read" },
  { name: "plant-write", access: "read-write" },
] as const;
const files = decideInfluxdbSetup(wish, logins);

describe("what is to be inside", () => {
  it("is each database with seconds that points are kept, and that one of its files covers", () => {
    expect(files["databases"]).toBe("hours 0 604800\nraw 604800 86400\n");
    expect([1, 2, 3, 180, 181, undefined].map(shardSeconds)).toEqual([3600, 3600, 86400, 86400, 604800, 604800]);
  });

  it("lets readers read all, and nobody write into what is made from another", () => {
    expect(files["rights"]).toBe(
      [
        "plant-show read hours",
        "plant-show read raw",
        "plant-write read hours",
        "plant-write read raw",
        "plant-write write raw",
        "",
      ].join("\n"),
    );
    expect(decideInfluxdbRights(wish, [])).toEqual([]);
  });

  it("is a task for what is made from another, with all that the server needs to know", () => {
    expect(files["tasks"]).toBe("hours\n");
    expect(JSON.parse(files["task.hours.json"] ?? "")).toMatchObject({
      description: "landbridge",
      flux: expect.stringContaining('option task = {name: "hours"') as string,
      org: "landbridge",
    });
  });
});

/** A server that remembers nothing: answers by what is asked, with the spaces that InfluxDB writes. */
const fakeCurl = `#!/bin/sh
url=
method=GET
rest="$*"
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --output) answer=$2; shift ;;
    https://*) url=\${1#https://readings:8086/} ;;
  esac
  shift
done
name=$(printf '%s' "$method $url" | tr -c 'A-Za-z0-9\\n' '_')
printf '%s %s\\n' "$method $url" "$(cat)" >> "$FAKE/calls"
printf '%s\\n' "$rest" >> "$FAKE/arguments"
if [ -f "$FAKE/$name" ]; then cat "$FAKE/$name" > "$answer"; fi
cat "$FAKE/$name.status" 2>/dev/null || printf 200
`;

describe("the script", () => {
  let folder = "";
  const answers = (asked: string, text: unknown, status = 200): void => {
    const name = asked.replaceAll(/[^A-Za-z0-9]/g, "_");
    writeFileSync(join(folder, name), JSON.stringify(text, null, "\t"));
    writeFileSync(join(folder, `${name}.status`), String(status));
  };

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "influxdb-setup-"));
    for (const name of ["bin", "files", "passwords", "tmp"]) mkdirSync(join(folder, name));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "files", name), text);
    for (const { name } of logins) writeFileSync(join(folder, "passwords", name), `hidden-of-${name}`);
    writeFileSync(join(folder, "bin", "curl"), fakeCurl);
    chmodSync(join(folder, "bin", "curl"), 0o755);
    answers("GET api/v2/setup", { allowed: false });
    answers("GET api/v2/orgs?org=landbridge", { links: {}, orgs: [{ links: {}, id: "0a", name: "landbridge" }] });
    const all = [
      { id: "b1", orgID: "0a", type: "user", name: "raw", retentionRules: [] },
      { id: "b2", orgID: "0a", type: "user", name: "old", retentionRules: [] },
      { id: "b3", orgID: "0a", type: "system", name: "_tasks", retentionRules: [] },
    ];
    answers("GET api/v2/buckets?orgID=0a&limit=100", { links: {}, buckets: all });
    answers("POST api/v2/buckets", { id: "b9", orgID: "0a", type: "user", name: "hours", retentionRules: [] }, 201);
    const old = { links: {}, labels: [], id: "7e", orgID: "0a", name: "days", description: "landbridge", flux: "{}" };
    answers("GET api/v2/tasks?orgID=0a&limit=500", {
      links: {},
      tasks: [old, { ...old, id: "7f", description: "mine" }],
    });
    answers("POST private/legacy/authorizations", { id: "c9", token: "plant-show", permissions: [] }, 201);
    answers("GET private/legacy/authorizations?orgID=0a", { links: {}, authorizations: [] });
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function runs() {
    const { status, stdout, stderr } = spawnSync("sh", [join(folder, "files", "setup.sh")], {
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        FAKE: folder,
        ADMIN_TOKEN: "hidden-token",
        AUTHORITY: "/etc/landbridge/authorities/readings.pem",
        FILES: join(folder, "files"),
        ORGANISATION: "landbridge",
        PASSWORDS: join(folder, "passwords"),
        TMPDIR: join(folder, "tmp"),
        URL: "https://readings:8086",
      },
    });
    const calls = readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
    return { status, said: stdout + stderr, changes: calls.filter((call) => !call.startsWith("GET ")) };
  }

  it("changes what is there, makes what isn't, deletes its own that nobody wishes for, and leaves databases", () => {
    const { status, said, changes } = runs();
    expect({ status, said }).toEqual({
      status: 0,
      said: [
        "leaves database old, which nobody wishes for: delete it by hand when nobody needs what is in it",
        "deletes task days, which nobody wishes for",
        "",
      ].join("\n"),
    });
    expect(changes.map((call) => call.split(" ").slice(0, 2).join(" "))).toEqual([
      "POST api/v2/buckets",
      "PATCH api/v2/buckets/b1",
      "POST api/v2/tasks",
      "DELETE api/v2/tasks/7e",
      "POST private/legacy/authorizations",
      "POST private/legacy/authorizations/c9/password",
      "POST private/legacy/authorizations",
      "POST private/legacy/authorizations//password",
    ]);
    expect(changes[1]).toBe(
      'PATCH api/v2/buckets/b1 {"retentionRules":[{"type":"expire","everySeconds":604800,"shardGroupDurationSeconds":86400}]}',
    );
  });

  it("gives a login rights for declared databases alone, and makes it anew only when they change", () => {
    const { changes } = runs();
    const asked = changes.find((call) => call.startsWith("POST private/legacy/authorizations {")) ?? "";
    const made: unknown = JSON.parse(asked.slice(asked.indexOf("{")));
    const read = (id: string) => ({ action: "read", resource: { type: "buckets", id, orgID: "0a" } });
    expect(made).toMatchObject({ token: "plant-show", status: "active", permissions: [read("b9"), read("b1")] });
    const description = /"description":"(landbridge [0-9a-f]{16})"/.exec(asked)?.[1];
    expect(description).toBeDefined();
    const there = { id: "c1", token: "plant-show", status: "active", description, permissions: [] };
    answers("GET private/legacy/authorizations?orgID=0a", { links: {}, authorizations: [there] });
    writeFileSync(join(folder, "calls"), "");
    expect(runs().changes).toContain(
      'POST private/legacy/authorizations/c1/password {"password":"hidden-of-plant-show"}',
    );
    answers("GET private/legacy/authorizations?orgID=0a", {
      authorizations: [{ ...there, description: "landbridge old" }],
    });
    writeFileSync(join(folder, "calls"), "");
    expect(runs().changes).toContain("DELETE private/legacy/authorizations/c1 ");
  });

  it("begins a new server with our token, and its first database", () => {
    answers("GET api/v2/setup", { allowed: true });
    expect(runs().changes[0]).toBe(
      'POST api/v2/setup {"username":"landbridge","org":"landbridge","bucket":"hours","token":"hidden-token"}',
    );
  });

  it("fails where the server knows another token, and says why", () => {
    answers("GET api/v2/orgs?org=landbridge", { code: "unauthorized" }, 401);
    const { status, said } = runs();
    expect(status).toBe(1);
    expect(said).toContain("its volume is of an earlier store");
  });

  it("has no token or password in an argument or in what it says, and speaks TLS alone", () => {
    answers("POST private/legacy/authorizations", { message: "no" }, 500);
    const { status, said } = runs();
    expect(status).toBe(1);
    expect(said).not.toContain("hidden");
    const lines = readFileSync(join(folder, "arguments"), "utf8");
    expect(lines).not.toContain("hidden");
    for (const line of lines.split("\n").filter(Boolean)) expect(line).toContain("--proto =https ");
  });
});

it("ends the server when its certificate is another one, and lets it be while it is the same", () => {
  const folder = mkdtempSync(join(tmpdir(), "influxdb-start-"));
  try {
    mkdirSync(join(folder, "bin"));
    writeFileSync(join(folder, "start.sh"), influxdbStart);
    writeFileSync(join(folder, "tls.crt"), "first");
    // A server that changes its own certificate where it is asked to, and ends by itself after three seconds.
    const server = `#!/bin/sh\n[ "$RENEW" = yes ] && echo second > "$INFLUXD_TLS_CERT"\nexec sleep 2\n`;
    writeFileSync(join(folder, "bin", "influxd"), server);
    chmodSync(join(folder, "bin", "influxd"), 0o755);
    const runs = (renew: string) =>
      spawnSync("sh", [join(folder, "start.sh")], {
        encoding: "utf8",
        timeout: 5000,
        env: {
          PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
          HOME: folder,
          INFLUXD_TLS_CERT: join(folder, "tls.crt"),
          LOOK_SECONDS: "0.2",
          RENEW: renew,
        },
      });
    expect(runs("yes")).toMatchObject({ signal: "SIGTERM", stdout: expect.stringContaining("another one") as string });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
