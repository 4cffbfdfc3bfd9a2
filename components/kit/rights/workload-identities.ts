import type { Environment } from "../../../environments/schema/environment.ts";
import type { StoreWish } from "../../../environments/schema/stores/stores.ts";
import type { BucketAccess } from "../objects/bucket-actions.ts";
import { decideZone } from "../edge/edge.ts";
import { namespaces } from "../cluster/namespaces.ts";
import {
  copiesTrier,
  copyingAccount,
  decideDocumentJobs,
  documentsCopier,
  isCopiedStore,
  isTriedByJobs,
  nightsKeeper,
  type DocumentsBy,
} from "../databases/copied-stores.ts";
import { isTried, trialName } from "../databases/postgres/restore-test.ts";
import { decideLayerRights, type LayerRight } from "../databases/warehouses.ts";
import { decideSecrets, recoverySecret } from "./secrets.ts";

/** A right to a thing of the environment, by the thing's name in it. */
export type GrantDecision =
  | {
      readonly kind: "bucket";
      readonly bucket: string;
      readonly access: BucketAccess;
      readonly looksUp?: true;
    }
  | { readonly kind: "warehouse"; readonly warehouse: string; readonly rights: readonly LayerRight[] }
  | { readonly kind: "keyspace"; readonly keyspace: string; readonly access: "read" | "read-write" }
  | { readonly kind: "queue"; readonly queue: string; readonly access: "publish" | "consume" }
  | { readonly kind: "topic"; readonly topic: string }
  | { readonly kind: "unseal" }
  | { readonly kind: "zone" }
  | { readonly kind: "secret"; readonly secret: string; readonly access: "read" | "write" };

/** An identity in the cloud for the pods of one service account. */
export interface IdentityDecision {
  /** Unique in the environment. */
  readonly name: string;
  readonly namespace: string;
  readonly serviceAccount: string;
  readonly grants: readonly GrantDecision[];
}

/**
 * Every identity that an environment needs, in order of name: of services that use buckets or warehouses; of stores in the cluster
 * that are copied to buckets; of cert-manager where the
 * environment has a zone, in which it proves that the gateway's name is ours; of External Secrets where the cloud's store
 * holds what services read; and of Vault. Nobody gets one who has nothing to do in the cloud. `byIdentity` are the kinds of
 * managed stores to which services log in by who they are in the cloud; `documentsBy` says who copies documents.
 */
export function decideWorkloadIdentities(
  environment: Pick<Environment, "domains" | "edge" | "events" | "secretStore" | "stores" | "vault">,
  byIdentity: readonly "cassandra"[] = [],
  documentsBy: DocumentsBy = "agent",
): IdentityDecision[] {
  return [
    ...serviceIdentities(environment, byIdentity),
    ...storeIdentities(environment, documentsBy),
    ...keeperIdentities(environment),
    ...trialIdentities(environment, documentsBy),
    ...documentJobIdentities(environment, documentsBy),
    ...(documentsBy === "agent" ? documentsIdentity(environment) : []),
    ...platformIdentities(environment),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name of the identity of a store's servers in the cluster. No domain is called so. */
export function storeIdentityName(store: string): string {
  return `landbridge-data-${store}`;
}

/** What copies a store runs as an account of the store's own: it may write its own bucket, and read the one that it begins from. */
function storeIdentities({ stores }: Pick<Environment, "stores">, documentsBy: DocumentsBy): IdentityDecision[] {
  return Object.entries(stores).flatMap(([store, wish]) => {
    if (!isCopiedStore(wish) || (wish.kind === "mongodb" && documentsBy === "jobs")) return [];
    const grants = wish.kind === "cassandra" ? addingGrants(wish.backups) : copyingGrants([wish]);
    if (grants.length === 0) return [];
    const serviceAccount = copyingAccount(store, wish.kind);
    return [{ name: storeIdentityName(store), namespace: namespaces.data, serviceAccount, grants }];
  });
}

/** What is beside nodes only adds to their bucket, since whoever takes over a node is known as it is: who deletes, and brings in, are Jobs. */
function keeperIdentities({ stores }: Pick<Environment, "stores">): IdentityDecision[] {
  return Object.entries(stores).flatMap(([store, wish]) => {
    if (wish.kind !== "cassandra" || !isCopiedStore(wish)) return [];
    const serviceAccount = nightsKeeper(store);
    const name = storeIdentityName(serviceAccount);
    return [{ name, namespace: namespaces.data, serviceAccount, grants: copyingGrants([wish]) }];
  });
}

/** What tries a store's backups only reads them: what judges copies can't have changed them. */
function trialIdentities({ stores }: Pick<Environment, "stores">, documentsBy: DocumentsBy): IdentityDecision[] {
  return Object.entries(stores).flatMap(([store, wish]) => {
    if (!isTried(wish) && !isTriedByJobs(wish, documentsBy)) return [];
    const serviceAccount = wish.kind === "postgres" ? trialName(store) : copiesTrier(store);
    const grants = readingGrants(wish.backups);
    return [{ name: storeIdentityName(serviceAccount), namespace: namespaces.data, serviceAccount, grants }];
  });
}

/** Jobs beside documents have an account of their own: what the agent copied they only read, to try it. */
function documentJobIdentities({ stores }: Pick<Environment, "stores">, by: DocumentsBy): IdentityDecision[] {
  return Object.entries(stores).flatMap(([store, wish]) => {
    const what = decideDocumentJobs(wish, by);
    if (what === undefined || !isCopiedStore(wish)) return [];
    const serviceAccount = documentsCopier(store);
    const grants = what === "copy" ? copyingGrants([wish]) : readingGrants(wish.backups);
    return [{ name: storeIdentityName(serviceAccount), namespace: namespaces.data, serviceAccount, grants }];
  });
}

function readingGrants(backups: { readonly bucket: string } | undefined): GrantDecision[] {
  return backups === undefined ? [] : [{ kind: "bucket", bucket: backups.bucket, access: "read", looksUp: true }];
}

function addingGrants(backups: { readonly bucket: string } | undefined): GrantDecision[] {
  return backups === undefined ? [] : [{ kind: "bucket", bucket: backups.bucket, access: "add", looksUp: true }];
}

/** Rights to the buckets of stores, in order of name: to read where none of them writes. */
function copyingGrants(stores: readonly StoreWish[]): GrantDecision[] {
  const copied = stores.filter(isCopiedStore);
  const own = new Set(copied.flatMap(({ backups }) => (backups === undefined ? [] : [backups.bucket])));
  const origins = new Set(copied.flatMap(({ restoreFrom }) => (restoreFrom === undefined ? [] : [restoreFrom.bucket])));
  return [...new Set([...own, ...origins])].sort().map((bucket): GrantDecision => {
    return { kind: "bucket", bucket, access: own.has(bucket) ? "read-write" : "read", looksUp: true };
  });
}

/** Name of a service's identity: the same as that of its logins. */
export function identityName(domain: string, service: string): string {
  return `${domain}-${service}`;
}

function serviceIdentities(
  { domains, events, stores }: Pick<Environment, "domains" | "events" | "stores">,
  byIdentity: readonly StoreWish["kind"][],
): IdentityDecision[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).flatMap(([service, { buckets, events: used, warehouses, uses }]) => {
      const grants = [
        ...Object.entries(buckets).map(([bucket, access]): GrantDecision => ({ kind: "bucket", bucket, access })),
        ...Object.entries(used).map(([name, access]): GrantDecision => {
          return events?.topics.includes(name) === true
            ? { kind: "topic", topic: name }
            : { kind: "queue", queue: name, access };
        }),
        ...Object.entries(warehouses).map(([warehouse, use]): GrantDecision => {
          return { kind: "warehouse", warehouse, rights: decideLayerRights(use) };
        }),
        ...Object.entries(uses).flatMap(([keyspace, access]): GrantDecision[] => {
          const store = stores[keyspace];
          const asked = store?.placement === "managed" && byIdentity.includes(store.kind);
          return asked ? [{ kind: "keyspace", keyspace, access }] : [];
        }),
      ].sort((a, b) => (grantName(a) < grantName(b) ? -1 : 1));
      if (grants.length === 0) return [];
      return [{ name: identityName(domain, service), namespace: domain, serviceAccount: service, grants }];
    }),
  );
}

/** Service accounts of the platform's own that have rights in the cloud. Only the platform makes these namespaces. */
export const platformAccounts = {
  certManager: { namespace: namespaces.operators, serviceAccount: "cert-manager" },
  externalSecrets: { namespace: namespaces.operators, serviceAccount: "external-secrets" },
  /** Percona's operator deletes backups of documents that are too old, and looks at one before it is restored. */
  psmdbOperator: { namespace: namespaces.operators, serviceAccount: "psmdb-operator" },
  vault: { namespace: namespaces.vault, serviceAccount: "vault" },
} as const;

/** Name of the identity of Percona's operator. */
export const documentsIdentityName = "landbridge-psmdb-operator";

function documentsIdentity({ stores }: Pick<Environment, "stores">): IdentityDecision[] {
  const grants = copyingGrants(Object.values(stores).filter(({ kind }) => kind === "mongodb"));
  if (grants.length === 0) return [];
  return [{ name: documentsIdentityName, ...platformAccounts.psmdbOperator, grants }];
}

function platformIdentities(
  environment: Pick<Environment, "domains" | "edge" | "secretStore" | "stores" | "vault">,
): IdentityDecision[] {
  const synced = decideSecrets(environment).filter(({ source }) => source === "stack");
  return [
    ...(decideZone(environment) === undefined
      ? []
      : [
          {
            name: "landbridge-cert-manager",
            ...platformAccounts.certManager,
            grants: [{ kind: "zone" }] satisfies GrantDecision[],
          },
        ]),
    ...(synced.length === 0
      ? []
      : [
          {
            name: "landbridge-external-secrets",
            ...platformAccounts.externalSecrets,
            grants: synced.map(({ name }): GrantDecision => ({ kind: "secret", secret: name, access: "read" })),
          },
        ]),
    ...(environment.vault === undefined
      ? []
      : [
          {
            name: "landbridge-vault",
            ...platformAccounts.vault,
            // It writes the recovery keys when it is first started, and never reads them.
            grants: [
              { kind: "secret", secret: recoverySecret, access: "write" },
              { kind: "unseal" },
            ] satisfies GrantDecision[],
          },
        ]),
  ];
}

/** Unique among the grants of an identity, for the names of what is made for it. */
export function grantName(grant: GrantDecision): string {
  switch (grant.kind) {
    case "bucket":
      return `bucket-${grant.bucket}`;
    case "warehouse":
      return `warehouse-${grant.warehouse}`;
    case "secret":
      return `secret-${grant.secret}`;
    case "keyspace":
      return `keyspace-${grant.keyspace}`;
    case "queue":
      return `queue-${grant.queue}`;
    case "topic":
      return `topic-${grant.topic}`;
    case "unseal":
    case "zone":
      return grant.kind;
    default:
      return grant satisfies never;
  }
}
