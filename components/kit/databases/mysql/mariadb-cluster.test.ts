import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { size as sizeClass } from "../../../../environments/schema/names.ts";
import { mysql, type MysqlWish } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { sizes } from "../../sizes.ts";
import {
  decideMariadb,
  decideMariadbHosts,
  mariadbPodLabels,
  mariadbReaderLabels,
  mariadbServices,
  type MariadbIdentity,
} from "./mariadb-cluster.ts";
import { decideMariadbConfig, decideMariadbSettings } from "./mariadb-config.ts";

const identity: MariadbIdentity = {
  name: "ledger",
  image: "example.com/mariadb:11.8",
  agentImage: "example.com/operator:1",
  exporterImage: "example.com/exporter:1",
  secrets: { passwords: "ledger-passwords", server: "ledger-tls", client: "ledger-client" },
  labels: { "landbridge.dev/owner": "team" },
};

const wish = (changes: Partial<MysqlWish> = {}): MysqlWish =>
  mysql.parse({ kind: "mysql", engine: "mariadb", size: "medium", ...changes });

const decide = (changes: Partial<MysqlWish> = {}, around = {}) =>
  decideMariadb(wish(changes), identity, exampleSurroundings(around));

describe("MariaDB in the cluster", () => {
  it("has every commit on a majority of servers where there are several, and fails over by itself", () => {
    const { replicas, galera, podDisruptionBudget } = decide({ replicas: 2 });
    expect(replicas).toBe(3);
    expect(galera).toMatchObject({ enabled: true, primary: { autoFailover: true }, recovery: { enabled: true } });
    expect(podDisruptionBudget).toEqual({ maxUnavailable: 1 });
  });

  it("is one server alone where no others are wished for, without a budget that would stop evictions", () => {
    const spec = decide({ replicas: 0 });
    expect(spec.replicas).toBe(1);
    expect(spec).not.toHaveProperty("galera");
    expect(spec).not.toHaveProperty("podDisruptionBudget");
    expect(spec.tls.galeraSSTEnabled).toBe(false);
  });

  it("never says which server is written to, which the operator writes into the same object", () => {
    expect(JSON.stringify(decide())).not.toContain("podIndex");
  });

  it("speaks TLS alone, to clients and among servers, with the certificates that it was given", () => {
    const { tls, rootPasswordSecretKeyRef, galera } = decide();
    expect(tls).toEqual({
      enabled: true,
      required: true,
      galeraSSTEnabled: true,
      serverCASecretRef: { name: "ledger-tls" },
      serverCertSecretRef: { name: "ledger-tls" },
      clientCASecretRef: { name: "ledger-client" },
      clientCertSecretRef: { name: "ledger-client" },
    });
    expect(rootPasswordSecretKeyRef).toEqual({ name: "ledger-passwords", key: "root-password" });
    // A token of the operator's would be shown to every server.
    expect(galera?.agent.kubernetesAuth.enabled).toBe(false);
    expect(galera?.agent.basicAuth.passwordSecretKeyRef).toEqual({ name: "ledger-passwords", key: "agent-password" });
  });

  it("keeps servers in different zones in production, and lets pods run as nobody in particular", () => {
    const { topologySpreadConstraints, podSecurityContext, securityContext, nodeSelector } = decide();
    expect(topologySpreadConstraints[0]).toMatchObject({
      topologyKey: "topology.kubernetes.io/zone",
      whenUnsatisfiable: "DoNotSchedule",
      labelSelector: { matchLabels: mariadbPodLabels("ledger") },
    });
    expect(podSecurityContext).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } });
    // The operator's definition has no such field for a container.
    expect(securityContext).not.toHaveProperty("seccompProfile");
    expect(securityContext.readOnlyRootFilesystem).toBe(true);
    expect(nodeSelector).toEqual({ "landbridge.dev/purpose": "data" });
  });

  it("takes volumes of the class that is wished for, and lets them grow", () => {
    expect(decide({ storageGiB: 50 }).storage).toEqual({
      size: "50Gi",
      storageClassName: "fast",
      resizeInUseVolumes: true,
      waitForVolumeResize: true,
      pvcRetentionPolicy: { whenDeleted: "Delete", whenScaled: "Retain" },
    });
    expect(decide({}, { storageClass: "" }).storage).not.toHaveProperty("storageClassName");
  });

  it("takes its volumes along where nothing protects it: the next store of its name has another password", () => {
    expect(decide({}, { protect: true }).storage.pvcRetentionPolicy.whenDeleted).toBe("Retain");
    expect(decide({}, { protect: false }).storage.pvcRetentionPolicy.whenDeleted).toBe("Delete");
  });

  it("limits memory to what is requested, but for Jobs that may need a server's for a moment", () => {
    const { resources, galera } = decide();
    expect(resources.requests.memory).toBe(resources.limits.memory);
    expect(galera?.agent.resources.requests.memory).toBe(galera?.agent.resources.limits.memory);
    expect(galera?.recovery.job.resources.limits.memory).toBe(resources.limits.memory);
  });
});

describe("names", () => {
  it("are reached where the certificate says, by clients, by other servers and by the agent beside", () => {
    const hosts = decideMariadbHosts("ledger");
    const { write, read } = mariadbServices("ledger", { replicas: 2 });
    for (const host of [`${write}.landbridge-data.svc`, `${read}.landbridge-data.svc`, "localhost"]) {
      expect(hosts).toContain(host);
    }
    expect(hosts).toContain("*.ledger-internal.landbridge-data.svc.cluster.local");
    expect(mariadbServices("ledger", { replicas: 0 })).toEqual({ write: "ledger", read: "ledger" });
  });

  it("find readers among the servers, and never the one that is written to", () => {
    expect(mariadbReaderLabels("ledger")).toMatchObject(mariadbPodLabels("ledger"));
    expect(mariadbReaderLabels("ledger")["k8s.mariadb.com/role"]).toBe("replica");
  });
});

describe("the servers' settings", () => {
  it("refuse tables that only one server would surely have, and keep each commit on disk", () => {
    expect(decideMariadbConfig(wish({ size: "small" }))).toBe(
      [
        "[mariadb]",
        "character_set_server = utf8mb4",
        "enforce_storage_engine = InnoDB",
        "idle_transaction_timeout = 600",
        "innodb_buffer_pool_size = 512M",
        "innodb_flush_log_at_trx_commit = 1",
        "innodb_force_primary_key = ON",
        "innodb_log_file_size = 128M",
        "local_infile = OFF",
        "long_query_time = 1",
        "max_connections = 64",
        "slow_query_log = ON",
        "slow_query_log_file = /dev/stderr",
        "",
      ].join("\n"),
    );
  });

  it("fit into the memory of every size", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sizeClass.options), fc.integer({ min: 1, max: 16384 }), (size, storageGiB) => {
        const { bufferPoolMiB, connections, writeCacheMiB } = decideMariadbSettings({ size, storageGiB });
        const memoryMiB = sizes[size].memoryGiB * 1024;
        fc.pre(memoryMiB >= 1024);
        expect(bufferPoolMiB + 4 * connections).toBeLessThanOrEqual(memoryMiB - 256);
        expect(bufferPoolMiB).toBeGreaterThanOrEqual(memoryMiB / 2);
        expect(writeCacheMiB).toBeLessThan(storageGiB * 1024);
      }),
    );
  });
});
