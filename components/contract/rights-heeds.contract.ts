import { secret } from "@pulumi/pulumi";
import type { SecretSpec, SecretStoreSpec, WorkloadIdentitySpec } from "../cloud.ts";
import type { GrantDecision } from "../kit/workload-identities.ts";
import type { Asked, Pair } from "./heeds.contract.ts";
import { tags, type Build } from "./kit.contract.ts";

const otherTags = { ...tags, owner: "other" };

const granting =
  (...grants: readonly GrantDecision[]): Build =>
  (kit) =>
    kit.workloadIdentity({ grants });

const uploads = { kind: "bucket", bucket: "uploads", access: "read" } as const;
const token = { kind: "secret", secret: "api-token", access: "read" } as const;

/** An identity's fields. Each kind of grant has to make a difference, and each access. */
export const workloadIdentity: Asked<WorkloadIdentitySpec> = {
  cluster: { cluster: (kit) => kit.workloadIdentity({ cluster: "shop-other-cluster" }) },
  network: { elsewhere: "what has no address of its own has no use for it" },
  namespace: { namespace: (kit) => kit.workloadIdentity({ namespace: "billing" }) },
  serviceAccount: { serviceAccount: (kit) => kit.workloadIdentity({ serviceAccount: "report" }) },
  grants: {
    "grants.bucket": [granting(), granting(uploads)],
    "grants.bucket.name": [granting(uploads), granting({ ...uploads, bucket: "audit" })],
    "grants.bucket.access": [granting(uploads), granting({ ...uploads, access: "read-write" })],
    "grants.secret": [granting(), granting(token)],
    "grants.secret.name": [granting(token), granting({ ...token, secret: "empty" })],
    "grants.secret.access": [granting(token), granting({ ...token, access: "write" })],
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
