import { Cluster } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Cluster";
import { Database } from "@kubernetes-models/cloudnative-pg/postgresql.cnpg.io/v1/Database";
import { describe, expect, it } from "vitest";
import { postgres } from "../../../../environments/schema/stores/stores.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { decideDatabaseExtensions, decideParameters, decidePostgres, decidePostgresHosts } from "./postgres.ts";

const wish = (changes: object = {}) => postgres.parse({ kind: "postgres", ...changes });
const identity = {
  name: "orders",
  database: "orders",
  image: "example.com/postgresql:17.1",
  certificate: "orders-tls",
  labels: {},
} as const;
const decide = (changes: object = {}, surroundings = exampleSurroundings()) =>
  decidePostgres(wish(changes), identity, surroundings);

describe("decidePostgres", () => {
  it.each([
    ["on a laptop", decide({ replicas: 0, size: "micro" }, exampleSurroundings({ zones: 1, purposes: [] }))],
    ["in production", decide()],
    ["with more servers than zones", decide({ replicas: 5, size: "2xlarge", storageGiB: 1000 })],
  ])("is a valid Cluster %s", (_where, spec) => {
    const cluster = new Cluster({ metadata: { name: "orders" }, spec });
    expect(() => {
      cluster.validate();
    }).not.toThrow();
  });

  it("shows clients our certificate, and lets nobody log in with one of ours", () => {
    expect(decide().certificates).toEqual({ serverTLSSecret: "orders-tls", serverCASecret: "orders-tls" });
    for (const role of ["rw", "ro", "r"])
      expect(decidePostgresHosts("orders")).toContain(`orders-${role}.landbridge-data.svc`);
  });

  it("has one server more than replicas", () => {
    expect(decide({ replicas: 2 }).instances).toBe(3);
  });

  it("stops writing in production rather than lose a commit, and goes on elsewhere", () => {
    expect(decide().postgresql?.synchronous).toMatchObject({ method: "any", number: 1, dataDurability: "required" });
    const staging = decide({}, exampleSurroundings({ tier: "staging" }));
    expect(staging.postgresql?.synchronous?.dataDurability).toBe("preferred");
  });

  it("waits for no replica where one replica alone would have to answer", () => {
    expect(decide({ replicas: 1 }).postgresql?.synchronous).toBeUndefined();
  });

  it("keeps each server in a zone of its own where there are enough, else spreads them evenly", () => {
    expect(decide({ replicas: 2 }).affinity).toMatchObject({
      podAntiAffinityType: "required",
      topologyKey: "topology.kubernetes.io/zone",
    });
    expect(decide({ replicas: 3 }).affinity?.podAntiAffinityType).toBe("preferred");
    expect(decide({ replicas: 3 }).topologySpreadConstraints?.[0]).toMatchObject({ maxSkew: 1 });
  });

  it("leaves out an empty node selector, which a server-side apply would turn to null", () => {
    expect(decide({}, exampleSurroundings({ purposes: [] })).affinity).not.toHaveProperty("nodeSelector");
  });

  it("has an owner who may make roles and is no superuser, whose memberships the operator leaves alone", () => {
    const spec = decide();
    expect(spec.bootstrap?.initdb).toMatchObject({
      ...{ database: "orders", owner: "landbridge", secret: { name: "orders-owner" } },
      postInitSQL: ['ALTER ROLE "landbridge" CREATEROLE'],
    });
    expect(spec.managed?.roles).toEqual([]);
    expect(spec.enableSuperuserAccess).toBe(false);
  });

  it("logs no value that a statement was given, and by pgaudit no password, where that is asked for", () => {
    expect(decideParameters(wish())).toMatchObject({ log_parameter_max_length: "0", log_statement: "ddl" });
    expect(decideParameters(wish())).not.toHaveProperty("pgaudit.log");
    expect(decideParameters(wish({ extensions: ["pgaudit"] }))).toMatchObject({
      log_statement: "none",
      "pgaudit.log": "ddl,role",
    });
  });

  it("leaves a database with its extensions where it is when nobody asks for them any more", () => {
    const spec = decideDatabaseExtensions("orders", "orders", ["vector"]);
    const database = new Database({ metadata: { name: "orders" }, spec });
    expect(() => {
      database.validate();
    }).not.toThrow();
    expect(spec).toMatchObject({
      databaseReclaimPolicy: "retain",
      extensions: [{ name: "vector", ensure: "present" }],
    });
  });

  it("refuses connections that aren't encrypted", () => {
    expect(decide().postgresql?.pg_hba).toEqual(["hostnossl all all all reject"]);
  });

  it("asks for the cluster's default storage where no class is named", () => {
    expect(decide().storage).toEqual({ size: "20Gi", storageClass: "fast" });
    expect(decide({}, exampleSurroundings({ storageClass: "" })).storage).toEqual({ size: "20Gi" });
  });

  it("has no budget that would keep the node of a single server from being drained", () => {
    expect(decide({ replicas: 0 }).enablePDB).toBe(false);
  });
});

describe("decideParameters", () => {
  it("gives a quarter of the memory to shared buffers", () => {
    expect(decideParameters(wish({ size: "medium" }))).toMatchObject({
      shared_buffers: "1024MB",
      max_connections: "410",
    });
  });

  it("never lets a dead replica fill the log's volume", () => {
    const { max_slot_wal_keep_size } = decideParameters(wish({ storageGiB: 100 }));
    expect(max_slot_wal_keep_size).toBe(`${10 * 1024}MB`);
    expect(decide({ storageGiB: 100 }).walStorage?.size).toBe("20Gi");
  });
});
