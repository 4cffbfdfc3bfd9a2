import { spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { size as sizeClass } from "../../../../environments/schema/names.ts";
import { store as storeSchema } from "../../../../environments/schema/stores/stores.ts";
import {
  decidePool,
  decidePoolerFiles,
  decidePoolerPods,
  decidePoolers,
  poolerFilesName,
  poolerFolders,
} from "./postgres-pooler.ts";
import { decideParameters } from "./postgres.ts";

describe("poolers of a store", () => {
  it("are as many as there are kinds of servers to lead to, and none unasked", () => {
    expect(decidePoolers({ pooling: undefined, replicas: 2 })).toEqual([]);
    expect(decidePoolers({ pooling: "session", replicas: 0 })).toEqual(["rw"]);
    expect(decidePoolers({ pooling: "transaction", replicas: 1 })).toEqual(["rw", "ro"]);
  });
});

/** Connections to a server while each pod is there that is replaced, and the one that replaces it. */
function atMost(size: (typeof sizeClass.options)[number], pods: number): number {
  return decidePool(size, 3, pods).toServer * pods * 2;
}

describe("pods of a pooler", () => {
  it("stand in each zone of production, two elsewhere, and one where nothing may cost", () => {
    expect(decidePoolerPods({ tier: "production", costMode: "lean" })).toBe(3);
    expect(decidePoolerPods({ tier: "staging", costMode: "balanced" })).toBe(2);
    expect(decidePoolerPods({ tier: "development", costMode: "lean" })).toBe(1);
  });
});

describe("connections of a pooler", () => {
  it.each(sizeClass.options)("leave room on a server of size %s, also while all pods are replaced", (size) => {
    const wish = storeSchema.parse({ kind: "postgres", size });
    if (wish.kind !== "postgres") throw new Error("it is no PostgreSQL");
    const most = Number(decideParameters(wish)["max_connections"]);
    // Three are kept for superusers.
    for (const pods of [1, 2, 3]) expect(atMost(size, pods)).toBeLessThanOrEqual(most - 3);
  });

  // https://cloud.google.com/sql/docs/postgres/flags#postgres-m
  it.each([
    ["small", 50],
    ["medium", 100],
    ["large", 400],
    ["xlarge", 500],
    ["2xlarge", 600],
  ] as const)("leave room on Google's servers of size %s, which take the fewest", (size, most) => {
    for (const pods of [2, 3]) expect(atMost(size, pods)).toBeLessThanOrEqual(most - 3);
  });

  it("are shared by all logins, and each has one at least", () => {
    expect(decidePool("medium", 4, 2)).toEqual({ toServer: 21, perLogin: 5, clients: 1000 });
    expect(decidePool("nano", 40, 2).perLogin).toBe(1);
    expect(decidePool("nano", 0, 1)).toMatchObject({ toServer: 10, perLogin: 10 });
  });
});

describe("files of a pooler", () => {
  const wish = { mode: "transaction", database: "orders", pool: decidePool("medium", 2, 2) } as const;
  const files = decidePoolerFiles(wish);

  // https://www.pgbouncer.org/config.html#tls-settings
  it("encrypt on both sides and let nobody in without a password", () => {
    for (const line of ["client_tls_sslmode = require", "server_tls_sslmode = require", "auth_type = scram-sha-256"])
      expect(files["pgbouncer.ini"].split("\n")).toContain(line);
    expect(files["pgbouncer.ini"]).not.toMatch(/admin_users|auth_query/);
  });

  it("keep a connection for each login that has clients, so that none means that the server is out of reach", () => {
    expect(files["pgbouncer.ini"].split("\n")).toContain("min_pool_size = 1");
  });

  it("let one login look into the console, which no service has", () => {
    expect(files["pgbouncer.ini"].split("\n").filter((line) => line.includes("_users"))).toEqual([
      "stats_users = watch",
    ]);
  });

  it("pool as was asked, within the connections that were decided", () => {
    for (const line of ["pool_mode = transaction", "max_db_connections = 21", "default_pool_size = 10"])
      expect(files["pgbouncer.ini"].split("\n")).toContain(line);
    expect(decidePoolerFiles({ ...wish, mode: "session" })["pgbouncer.ini"]).toContain("pool_mode = session");
  });

  it("show services the certificate that was made for it", () => {
    for (const [setting, file] of [
      ["key", "tls.key"],
      ["cert", "tls.crt"],
    ])
      expect(files["pgbouncer.ini"].split("\n")).toContain(
        `client_tls_${setting}_file = /etc/landbridge/certificate/${file}`,
      );
  });

  it("verify the server and its name where it is known who signed its certificate", () => {
    const verifying = decidePoolerFiles({ ...wish, authorities: "orders.pem" })["pgbouncer.ini"].split("\n");
    expect(verifying).toContain("server_tls_sslmode = verify-full");
    expect(verifying).toContain("server_tls_ca_file = /etc/landbridge/authorities/orders.pem");
    expect(files["pgbouncer.ini"]).not.toContain("server_tls_ca_file");
  });

  // https://www.pgbouncer.org/config.html#low-level-network-settings
  it("give up a server that is gone without a word, and a transaction that nobody goes on with", () => {
    for (const line of ["tcp_keepidle = 30", "tcp_user_timeout = 60000", "idle_transaction_timeout = 600"])
      expect(files["pgbouncer.ini"].split("\n")).toContain(line);
  });

  it("have another name when they change, so that pods are replaced", () => {
    expect(poolerFilesName("orders", files)).toMatch(/^orders-pooler-[0-9a-f]{10}$/);
    expect(poolerFilesName("orders", decidePoolerFiles({ ...wish, mode: "session" }))).not.toBe(
      poolerFilesName("orders", files),
    );
  });
});

/**
 * Says what it is told; ends by SIGINT alone, when what it has to do is done. Like PgBouncer it isn't a shell, which would
 * go on ignoring what it was started to ignore.
 */
const fakePooler = `for (const signal of ["SIGHUP", "SIGTERM"]) process.on(signal, () => console.log(signal));
process.on("SIGINT", () => {
  console.log("SIGINT");
  setTimeout(() => (console.log("done"), process.exit(7)), 300);
});
setInterval(() => {}, 1000);
console.log("starts with " + process.argv[2]);
`;

describe("what a pod of a pooler runs", () => {
  let folder: string;
  let said: string;
  let running: ChildProcess;
  let ended: Promise<number | null>;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "pooler-"));
    writeFileSync(join(folder, "logins.txt"), '"a-b" "one"\n');
    for (const file of ["tls.crt", "tls.key", "orders.pem"]) writeFileSync(join(folder, file), "first\n");
    writeFileSync(join(folder, "fake.mjs"), fakePooler);
    const pool = decidePool("medium", 2, 2);
    const files = decidePoolerFiles({ mode: "transaction", database: "orders", pool, authorities: "orders.pem" });
    const { logins, certificate, authorities } = poolerFolders;
    const script = files["run.sh"]
      .replaceAll("/usr/sbin/pgbouncer", `${process.execPath} ${folder}/fake.mjs`)
      .replaceAll(new RegExp([logins, certificate, authorities].join("|"), "g"), folder)
      .replaceAll("sleep 10", "sleep 0.1");
    said = "";
    running = spawn("sh", ["-c", script], { stdio: ["ignore", "pipe", "inherit"], detached: true });
    running.stdout?.on("data", (text) => (said += String(text)));
    ended = new Promise((resolve) => running.on("exit", resolve));
    await vi.waitFor(() => {
      expect(said).toContain("starts with");
    }, 5000);
  });

  afterEach(() => {
    // Its group: in a pod all of them end with the first.
    if (running.pid !== undefined) process.kill(-running.pid, "SIGKILL");
    rmSync(folder, { recursive: true });
  });

  it("is told that logins changed, and only then", async () => {
    await new Promise((resolve) => setTimeout(resolve, 400));
    expect(said).not.toContain("SIGHUP");
    writeFileSync(join(folder, "logins.txt"), `${readFileSync(join(folder, "logins.txt"), "utf8")}"c-d" "two"\n`);
    await vi.waitFor(() => {
      expect(said).toContain("SIGHUP");
    }, 5000);
  });

  it.each(["tls.crt", "tls.key", "orders.pem"])("is told that %s changed", async (file) => {
    writeFileSync(join(folder, file), "second\n");
    await vi.waitFor(() => {
      expect(said).toContain("SIGHUP");
    }, 5000);
  });

  it("goes on while the file with the logins is gone, and is told of the next", async () => {
    rmSync(join(folder, "logins.txt"));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(said).not.toContain("SIGHUP");
    writeFileSync(join(folder, "logins.txt"), '"c-d" "two"\n');
    await vi.waitFor(() => {
      expect(said).toContain("SIGHUP");
    }, 5000);
  });

  it("is asked once to finish when the pod has to go, is waited for, and its end is the pod's", async () => {
    running.kill("SIGTERM");
    await vi.waitFor(() => {
      expect(said).toContain("SIGINT");
    }, 5000);
    running.kill("SIGTERM");
    expect(await ended).toBe(7);
    expect(said).toMatch(/SIGINT\ndone\n$/);
    expect(said).not.toContain("SIGTERM");
  });
});
