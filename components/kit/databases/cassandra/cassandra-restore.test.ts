import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { decideCassandraRestore, decideCassandraTrial } from "./cassandra-restore.ts";

const restore = (at?: string) =>
  decideCassandraRestore({
    ...{ origin: "old-history", at, keyspace: "shop__history", datacenter: "history", copies: 3 },
    authorities: "/etc/landbridge/authorities/history.pem",
  });

it("streams to nodes as one of them, by TLS alone", () => {
  const settings: unknown = JSON.parse(restore()["cassandra.yaml"]);
  expect(settings).toMatchObject({
    storage_port: 7000,
    client_encryption_options: { enabled: true, optional: false, truststore: "/etc/cassandra-tls/ca.crt" },
    server_encryption_options: { internode_encryption: "all", keystore: "/etc/cassandra-tls/tls-combined.pem" },
  });
});

it("reads a night of the other store, and writes rows as often as the new one has them", () => {
  const script = restore("2026-11-21T14:30:00+01:00")["load.sh"];
  expect(script).toContain('nights="$place/old-history/nights"');
  expect(script).toContain('[[ ! "$each" > "2026-11-21T13-30-00Z" ]]');
  expect(script).toContain("{'class': 'NetworkTopologyStrategy', 'history': 3}");
  expect(restore()["load.sh"]).not.toContain("[[ !");
});

it("tries a night on a server that only its own container reaches, and that never rewrites files to make them fewer", () => {
  const files = decideCassandraTrial({ store: "history", keyspace: "shop__history" });
  expect(JSON.parse(files["cassandra.yaml"])).toMatchObject({
    listen_address: "127.0.0.1",
    rpc_address: "127.0.0.1",
    auto_snapshot: false,
    commitlog_directory: "/data/server/commitlog",
  });
  const script = files["try.sh"];
  expect(script.indexOf("nodetool disableautocompaction")).toBeLessThan(script.indexOf("nodetool import"));
  expect(script).toContain("nodetool import --extended-verify shop__history");
});

it("says of a table that it has no files, and looks whether those that its snapshot names are there", () => {
  const script = decideCassandraTrial({ store: "history", keyspace: "shop__history" })["try.sh"];
  const [, compare = ""] = /(\n +cat "\$arrived"\/manifest[^]*?)\n +nodetool import/.exec(script) ?? [];
  const tried = (held: readonly string[], claimed: readonly string[]) => {
    const here = mkdtempSync(join(tmpdir(), "cassandra-trial-"));
    try {
      writeFileSync(join(here, "manifest.json.1.2"), JSON.stringify({ files: claimed }));
      for (const file of ["none", ...held]) writeFileSync(join(here, file), "");
      const text = `set -euo pipefail; work=${here} arrived=${here} folder=${here} pod=n-0; for table in visits; do${compare}\necho tried; done`;
      const { stdout, stderr } = spawnSync("bash", ["-c", text], { encoding: "utf8" });
      return stdout + stderr;
    } finally {
      rmSync(here, { recursive: true });
    }
  };
  const files = ["oa-1-big-Data.db", "oa-2-big-Data.db"];
  expect(tried(files, [...files, ".visits_by_day/oa-1-big-Data.db"])).toBe("tried\n");
  expect(tried([], [])).toBe("n-0: visits has no files there, so no rows\n");
  expect(tried(files.slice(1), files)).toBe("n-0: visits is made of 2 files, of which 1 are in the night\n");
});
