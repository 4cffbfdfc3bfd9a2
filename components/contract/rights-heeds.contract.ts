import { secret } from "@pulumi/pulumi";
import type { SecretSpec, SecretStoreSpec, WorkloadIdentitySpec } from "../cloud.ts";
import type { GrantDecision } from "../kit/rights/workload-identities.ts";
import { keyspaceGrant } from "./stores/cassandra-heeds.contract.ts";
import type { Asked, Pair } from "./asked.contract.ts";
import { tags, type Build } from "./kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

const granting =
  (...grants: readonly GrantDecision[]): Build =>
  (kit) =>
    kit.workloadIdentity({ grants });

const uploads = { kind: "bucket", bucket: "uploads", access: "read" } as const;
const token = { kind: "secret", secret: "api-token", access: "read" } as const;

const publishing = { kind: "queue", queue: "waiting", access: "publish" } as const;
const reading = { kind: "warehouse", warehouse: "analytics", rights: [{ layer: "gold", access: "read" }] } as const;

const unsealingFrom =
  (network: string): Build =>
  (kit) =>
    kit.workloadIdentity({ grants: [{ kind: "unseal" }], network });

/** An identity's fields. Each kind of grant has to make a difference, and each access. */
export const workloadIdentity: Asked<WorkloadIdentitySpec> = {
  cluster: { cluster: (kit) => kit.workloadIdentity({ cluster: "shop-other-cluster" }) },
  // What leads to a key has its address in one network of an environment.
  network: { network: [unsealingFrom("shop-network"), unsealingFrom("shop-second-network")] },
  namespace: { namespace: (kit) => kit.workloadIdentity({ namespace: "billing" }) },
  serviceAccount: { serviceAccount: (kit) => kit.workloadIdentity({ serviceAccount: "report" }) },
  grants: {
    "grants.bucket": [granting(), granting(uploads)],
    "grants.bucket.name": [granting(uploads), granting({ ...uploads, bucket: "audit" })],
    "grants.bucket.access": [granting(uploads), granting({ ...uploads, access: "read-write" })],
    "grants.bucket.adds": [granting(uploads), granting({ ...uploads, access: "add" })],
    "grants.bucket.deletes": [granting({ ...uploads, access: "add" }), granting({ ...uploads, access: "read-write" })],
    "grants.bucket.looksUp": [granting(uploads), granting({ ...uploads, looksUp: true })],
    "grants.secret": [granting(), granting(token)],
    "grants.secret.name": [granting(token), granting({ ...token, secret: "empty" })],
    "grants.secret.access": [granting(token), granting({ ...token, access: "write" })],
    "grants.warehouse": [granting(), granting(reading)],
    "grants.warehouse.name": [granting(reading), granting({ ...reading, warehouse: "reports" })],
    "grants.warehouse.layer": [
      granting(reading),
      granting({ ...reading, rights: [{ layer: "silver", access: "read" }] }),
    ],
    "grants.warehouse.access": [
      granting(reading),
      granting({ ...reading, rights: [{ layer: "gold", access: "read-write" }] }),
    ],
    "grants.keyspace": [granting(), granting(keyspaceGrant)],
    "grants.keyspace.name": [granting(keyspaceGrant), granting({ ...keyspaceGrant, keyspace: "audit" })],
    "grants.keyspace.access": [granting(keyspaceGrant), granting({ ...keyspaceGrant, access: "read-write" })],
    "grants.queue": [granting(), granting(publishing)],
    "grants.queue.name": [granting(publishing), granting({ ...publishing, queue: "other" })],
    "grants.queue.access": [granting(publishing), granting({ ...publishing, access: "consume" })],
    "grants.topic": [granting(), granting({ kind: "topic", topic: "done" })],
    "grants.unseal": [granting(), granting({ kind: "unseal" })],
    "grants.zone": [granting(), granting({ kind: "zone" })],
  },
  tags: { tags: (kit) => kit.workloadIdentity({ tags: otherTags }) },
};

const storing = (before: Partial<SecretSpec>, after: Partial<SecretSpec>): Pair => {
  const store =
    (change: Partial<SecretSpec>): Build =>
    (kit) =>
      kit.secretStore({ secrets: [{ name: "api-token", readers: [], ...change }] });
  return [store(before), store(after)];
};

/** A store's fields. */
export const secretStore: Asked<SecretStoreSpec> = {
  secrets: {
    "secrets.name": storing({}, { name: "api-password" }),
    "secrets.value": [
      (kit) => kit.secretStore({ secrets: [{ name: "api-token", value: secret("before"), readers: [] }] }),
      (kit) => kit.secretStore({ secrets: [{ name: "api-token", readers: [] }] }),
    ],
    "secrets.readers": storing({}, { readers: ["somebody"] }),
    "secrets.readers.who": storing({ readers: ["somebody"] }, { readers: ["somebody-else"] }),
  },
  rotationDays: { rotationDays: (kit) => kit.secretStore({ rotationDays: 30 }) },
  network: { network: (kit) => kit.secretStore({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.secretStore({ key: false }) },
  tags: { tags: (kit) => kit.secretStore({ tags: otherTags }) },
  protect: { protect: (kit) => kit.secretStore({ protect: false }) },
};
