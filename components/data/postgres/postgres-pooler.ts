import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { concat, interpolate, type ComponentResourceOptions, type Input, type Output } from "@pulumi/pulumi";
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { Endpoint, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import {
  decidePool,
  decidePoolerPods,
  decidePoolerFiles,
  decidePoolerHosts,
  decidePoolers,
  loginsFile,
  poolerFilesName,
  poolerPort,
  poolerWatcher,
  type PoolerRole,
} from "../../kit/databases/postgres/postgres-pooler.ts";
import { authoritiesFile } from "../../kit/workloads/authorities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { createPassword } from "../../secrets/password.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { watchKey } from "./pooler-exporter.ts";
import { createPooler, type PoolerParts } from "./pooler-pods.ts";

/** Which PostgreSQL, and how services share their connections to it. */
export interface PostgresPoolerArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly mode: NonNullable<PostgresWish["pooling"]>;
  /** The servers themselves, in the cluster or the cloud's. */
  readonly access: PostgresAccess;
  /** Who signs the poolers' certificate. */
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/**
 * PgBouncer between services and PostgreSQL: many connections of theirs share a few to the server, which pays for each with
 * memory. The same before a server in the cluster and before any cloud's; services log in as they would at the server. They are shown
 * a certificate of the environment's authority; the server's is verified where it is known who signed it.
 */
export class PostgresPooler extends Component {
  static readonly type = "landbridge:data:PostgresPooler";
  /** The same logins and database, by way of the poolers. */
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresPoolerArgs, opts: ComponentResourceOptions) {
    super(PostgresPooler.type, name, { store: args.store, mode: args.mode }, opts);
    const { store, wish, mode, access, authority, surroundings, namespace } = args;
    const inside = { parent: this };
    const { labels, metadata } = describeStore(args, wish.dataClass);

    const pods = decidePoolerPods(surroundings);
    const pool = decidePool(wish.size, Object.keys(access.logins).length, pods);
    const roles = decidePoolers({ pooling: mode, replicas: wish.replicas });
    const authorities = createAuthorities(name, args, metadata, this);
    const { database, proof } = access;
    const files = decidePoolerFiles({ mode, database, pool, authorities: authorities?.file, proof });
    const config = new ConfigMap(
      `${name}-config`,
      { metadata: metadata(poolerFilesName(store, files)), immutable: true, data: files },
      inside,
    );
    const watcher = createPassword(`${name}-watch-password`, inside);
    const secret = new Secret(
      `${name}-logins`,
      { metadata: metadata(`${store}-pooler-logins`), stringData: loginsOf(access, watcher) },
      inside,
    );
    const account = new ServiceAccount(
      `${name}-account`,
      { metadata: metadata(`${store}-pooler`), automountServiceAccountToken: false },
      inside,
    );
    const hosts = decidePoolerHosts(store, roles);
    const certificate = createStoreCertificate(
      name,
      { store, role: "pooler", namespace, hosts, authority, surroundings, labels },
      inside,
    );
    const parts: PoolerParts = { config, secret, account, labels, pods, certificate, authorities: authorities?.config };
    const endpoints = new Map(
      roles.map((role): [PoolerRole, Endpoint] => [
        role,
        createPooler(`${name}-${role}`, role, args, parts, metadata, this),
      ]),
    );
    const readWrite = endpoints.get("rw") ?? access.readWrite;
    const readOnly = endpoints.get("ro") ?? readWrite;
    this.access = { ...access, readWrite, readOnly, authorities: authority.certificate, proof: "name" };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

/** A line for each login, and for who reads numbers. Passwords are ours: letters and digits, which need no quotes of their own. */
function loginsOf({ logins }: PostgresAccess, watcher: Output<string>): Record<string, Output<string>> {
  const users = [...Object.values(logins), { user: poolerWatcher, password: watcher }];
  const lines = users.map(({ user, password }) => interpolate`"${user}" "${password}"\n`);
  return {
    [loginsFile]: concat(...lines),
    // In the pod itself, where nobody can be in between: whose certificate it is isn't asked.
    [watchKey]: interpolate`postgres://${poolerWatcher}:${watcher}@127.0.0.1:${poolerPort}/pgbouncer?sslmode=require`,
  };
}

/** Who signed the server's certificate, where that is known. */
function createAuthorities(
  name: string,
  { store, access }: PostgresPoolerArgs,
  metadata: StoreMetadata,
  parent: Component,
) {
  if (access.authorities === undefined) return undefined;
  const file = authoritiesFile(store);
  const args = { metadata: metadata(`${store}-pooler-authorities`), data: { [file]: access.authorities } };
  return { file, config: new ConfigMap(`${name}-authorities`, args, { parent }) };
}
