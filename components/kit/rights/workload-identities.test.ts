import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { decideSecrets } from "./secrets.ts";
import { decideWorkloadIdentities, grantName } from "./workload-identities.ts";

const stores = { orders: { kind: "postgres", placement: "managed" }, events: { kind: "kafka" } };
const environment = (changes: Record<string, unknown> = {}) => exampleEnvironment({ stores, ...changes });

const withBuckets = {
  commerce: {
    owner: "team",
    services: {
      order: { image: "a/b:1", buckets: { uploads: "read-write", audit: "read" } },
      plain: { image: "a/b:1" },
    },
  },
};
const vault = { recoverers: ["group:b@example.org", "group:a@example.org"] };

describe("decideWorkloadIdentities", () => {
  it("gives nobody an identity who has nothing to do in the cloud", () => {
    expect(decideWorkloadIdentities(environment())).toEqual([]);
  });

  it("gives a service one for the buckets that it uses, in order of name", () => {
    expect(decideWorkloadIdentities(environment({ domains: withBuckets }))).toEqual([
      {
        name: "commerce-order",
        namespace: "commerce",
        serviceAccount: "order",
        grants: [
          { kind: "bucket", bucket: "audit", access: "read" },
          { kind: "bucket", bucket: "uploads", access: "read-write" },
        ],
      },
    ]);
  });

  it("gives a service one for the keyspaces that it uses, where services log in by their identity", () => {
    const tables = { visits: { columns: { day: "date" }, partitionKey: ["day"] } };
    const uses = { history: "read-write", orders: "read" };
    const shop = environment({
      stores: { ...stores, history: { kind: "cassandra", placement: "managed", tables } },
      domains: { commerce: { owner: "team", services: { order: { image: "a/b:1", uses } } } },
    });
    expect(decideWorkloadIdentities(shop)).toEqual([]);
    expect(decideWorkloadIdentities(shop, ["cassandra"])).toMatchObject([
      { name: "commerce-order", grants: [{ kind: "keyspace", keyspace: "history", access: "read-write" }] },
    ]);
  });

  it("lets what is restored to try backups read them, and nothing else", () => {
    const stores = { orders: { kind: "postgres", backups: { bucket: "copies" } } };
    const all = decideWorkloadIdentities(exampleEnvironment({ stores, buckets: { copies: {} }, domains: {} }));
    expect(all.find(({ serviceAccount }) => serviceAccount === "orders-trial")).toEqual({
      ...{ name: "landbridge-data-orders-trial", namespace: "landbridge-data", serviceAccount: "orders-trial" },
      grants: [{ kind: "bucket", bucket: "copies", access: "read", looksUp: true }],
    });
  });

  it("lets a store's servers write their bucket and read the one that they begin from, as the account of the store's name", () => {
    const backups = { bucket: "copies", test: "never" };
    const restoreFrom = { bucket: "older", store: "old" };
    const of = (wish: object) =>
      decideWorkloadIdentities(environment({ stores: { orders: { kind: "postgres", ...wish } }, domains: {} }));
    const copies = { kind: "bucket", bucket: "copies", access: "read-write", looksUp: true };
    const older = { kind: "bucket", bucket: "older", access: "read", looksUp: true };
    expect(of({ backups, restoreFrom })).toEqual([
      {
        name: "landbridge-data-orders",
        namespace: "landbridge-data",
        serviceAccount: "orders",
        grants: [copies, older],
      },
    ]);
    expect(of({ restoreFrom })).toMatchObject([{ grants: [older] }]);
    expect(of({ backups, restoreFrom: { ...restoreFrom, bucket: "copies" } })).toMatchObject([{ grants: [copies] }]);
    expect(of({})).toEqual([]);
  });

  it("lets nodes of Cassandra add to their bucket, and keeps whoever deletes there, or brings in, apart from them", () => {
    const of = (wish: object) =>
      decideWorkloadIdentities(
        exampleEnvironment({
          stores: { history: { kind: "cassandra", size: "medium", tables: {}, ...wish } },
          buckets: { copies: {}, older: {} },
          domains: {},
        }),
      ).map(({ serviceAccount, grants }) => [
        serviceAccount,
        ...grants.map((grant) => (grant.kind === "bucket" ? `${grant.access} ${grant.bucket}` : grant.kind)),
      ]);
    const backups = { bucket: "copies" };
    const restoreFrom = { bucket: "older", store: "old" };
    expect(of({ backups, restoreFrom })).toEqual([
      ["history-cassandra", "add copies"],
      ["history-backup", "read-write copies", "read older"],
      ["history-trial", "read copies"],
    ]);
    expect(of({ restoreFrom })).toEqual([["history-backup", "read older"]]);
    expect(of({})).toEqual([]);
  });

  it("lets cert-manager change the zone that is made here, and no zone that is elsewhere", () => {
    const edge = (placement: string) => ({
      domain: "shop.example.org",
      dns: { placement },
      hosts: { www: { to: "gateway" } },
    });
    expect(decideWorkloadIdentities(environment({ edge: edge("managed") }))).toEqual([
      {
        name: "landbridge-cert-manager",
        namespace: "landbridge-operators",
        serviceAccount: "cert-manager",
        grants: [{ kind: "zone" }],
      },
    ]);
    expect(decideWorkloadIdentities(environment({ edge: edge("external") }))).toEqual([]);
  });

  it("lets External Secrets read what services name and nothing else", () => {
    const secretStore = { placement: "managed", administrators: true };
    expect(decideWorkloadIdentities(environment({ secretStore, vault }))[0]).toEqual({
      name: "landbridge-external-secrets",
      namespace: "landbridge-operators",
      serviceAccount: "external-secrets",
      grants: [{ kind: "secret", secret: "stripe", access: "read" }],
    });
  });

  it("lets Vault unseal itself and leave its recovery keys, which it can't read", () => {
    expect(decideWorkloadIdentities(environment({ vault }))).toEqual([
      {
        name: "landbridge-vault",
        namespace: "landbridge-vault",
        serviceAccount: "vault",
        grants: [{ kind: "secret", secret: "landbridge-vault-recovery", access: "write" }, { kind: "unseal" }],
      },
    ]);
  });

  it("names each grant of an identity differently", () => {
    const secretStore = { placement: "managed" };
    for (const { grants } of decideWorkloadIdentities(environment({ domains: withBuckets, secretStore, vault }))) {
      expect(new Set(grants.map(grantName)).size).toBe(grants.length);
    }
  });
});

describe("decideSecrets", () => {
  const namesOf = (changes: Record<string, unknown>) => decideSecrets(environment(changes)).map(({ name }) => name);

  it("keeps nothing where the stack's configuration is the only place", () => {
    expect(namesOf({})).toEqual([]);
  });

  it("keeps a place for each secret that a service names", () => {
    expect(decideSecrets(environment({ secretStore: { placement: "managed" } }))).toEqual([
      { name: "stripe", source: "stack", readers: [] },
    ]);
  });

  it("keeps administrators' passwords of managed stores, where that is wished for", () => {
    expect(namesOf({ secretStore: { placement: "managed", administrators: true } })).toEqual([
      "landbridge-administrator-orders",
      "stripe",
    ]);
  });

  it("keeps a place for Vault's recovery keys, whatever else is kept, for those who may recover it", () => {
    expect(decideSecrets(environment({ vault }))).toEqual([
      {
        name: "landbridge-vault-recovery",
        source: "later",
        readers: ["group:a@example.org", "group:b@example.org"],
      },
    ]);
  });
});
