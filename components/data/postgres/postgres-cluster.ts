import {
  output,
  type ComponentResourceOptions,
  type CustomResourceOptions,
  type Input,
  type Inputs,
  type Resource,
} from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { PostgresWish } from "../../../environments/schema/stores.ts";
import type { Endpoint, Login, PostgresAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { meshOff, tagLabels, type Labels } from "../../kit/labels.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { after } from "../../kit/outputs.ts";
import { ports } from "../../kit/network/ports.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import {
  decidePostgres,
  decidePostgresHosts,
  postgresOwnerSecretName,
  postgresSecretName,
  type PostgresLogin,
} from "../../kit/databases/postgres/postgres.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import {
  createBackupPlaces,
  createBackupSchedule,
  type BackupPlaces,
  type PostgresBackups,
} from "./postgres-backups.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore } from "../store-metadata.ts";

/** Which PostgreSQL, for whom, and where. */
export interface PostgresClusterArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly logins: readonly PostgresLogin[];
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
  readonly authority: Authority;
  /** Where it can be copied to. - behaviour: nowhere. */
  readonly backups?: BackupPlaces | undefined;
}

/**
 * PostgreSQL in the cluster: a primary, its replicas, and a login for each service. Connections must use TLS, with a certificate of
 * the environment's authority; servers read a new one without a restart, since the operator watches its Secret.
 * https://cloudnative-pg.io/documentation/current/certificates/
 */
export class PostgresCluster extends Component {
  static readonly type = "landbridge:data:PostgresCluster";
  readonly access: PostgresAccess;

  constructor(name: string, args: PostgresClusterArgs, opts: ComponentResourceOptions) {
    super(PostgresCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, logins, namespace } = args;
    const database = decideDatabase(store, wish);
    const { tags, labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const owner = createLogin(`${name}-owner`, database, metadata(postgresOwnerSecretName(store)), inside);
    const secrets = logins.map(({ name: login }) =>
      createLogin(`${name}-login-${login}`, login, metadata(postgresSecretName(store, login)), inside),
    );
    const certificate = createStoreCertificate(name, certificateOf(args, labels), inside);
    const copied = { store, wish, places: args.backups, surroundings, namespace, labels };
    const backups = createBackupPlaces(name, copied, inside);
    const identity = {
      name: store,
      database,
      image: imageReference(`postgres-${wish.version}`, surroundings.mirrors),
      logins,
      certificate: certificate.secretName,
      labels: { ...tagLabels(tags), ...meshOff, ...backups?.podLabels },
      spooled: backups?.spooled === true,
    };
    const needed = [certificate.ready, owner.secret, ...secrets.map(({ secret }) => secret)];
    const spec = { ...decidePostgres(wish, identity, surroundings), ...accountOf(backups) };
    const cluster = createCluster(
      name,
      { ...args, metadata: metadata(store), spec },
      { ...inside, dependsOn: [args.operator, ...needed, ...(backups?.ready ?? [])] },
    );
    createBackupSchedule(name, copied, { ...inside, dependsOn: [cluster] });
    const endpoint = (role: "rw" | "ro"): Endpoint => ({
      host: after(cluster, `${store}-${role}.${namespaces.data}.svc`),
      port: ports.postgres,
    });
    this.access = {
      kind: "postgres",
      authorities: args.authority.certificate,
      readWrite: endpoint("rw"),
      // Only replicas answer there, so that without any it would have no server.
      readOnly: endpoint(wish.replicas > 0 ? "ro" : "rw"),
      database,
      logins: Object.fromEntries(secrets.map(({ user, login }) => [user, login])),
    };
    this.registerOutputs({ host: this.access.readWrite.host });
  }
}

function createCluster(
  name: string,
  { metadata, spec, surroundings, wish }: PostgresClusterArgs & { readonly metadata: Inputs; readonly spec: Inputs },
  opts: CustomResourceOptions,
): CustomResource {
  return new CustomResource(
    `${name}-cluster`,
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Cluster",
      metadata: { ...metadata, ...untilReady(surroundings, "condition=Ready") },
      spec,
    },
    {
      ...opts,
      ...holdsData(surroundings.protect),
      // What another store held can be given to one that isn't there yet only: to one that is, it would be said and not done.
      replaceOnChanges: ["spec.bootstrap.recovery"],
      // A server is copied to each replica in turn, and all that was written since a backup is done once more.
      customTimeouts: { create: wish.restoreFrom === undefined ? "30m" : "6h", update: "60m" },
    },
  );
}

/** The account that servers run as, by which a cloud knows them. The operator makes it, with the cluster's name. */
function accountOf(backups: PostgresBackups | undefined) {
  if (backups === undefined) return {};
  return { serviceAccountTemplate: { metadata: { annotations: { ...backups.annotations } } } };
}

function certificateOf({ store, namespace, authority, surroundings }: PostgresClusterArgs, labels: Labels) {
  const hosts = decidePostgresHosts(store);
  return { store, namespace, hosts, authority, surroundings, labels, secretLabels: reloaded };
}

/** Label of what the operator tells servers to read again when it changes. */
const reloaded = { "cnpg.io/reload": "true" } as const;

/** A role's password, in the Secret from which the operator sets it, at first and whenever the Secret changes. */
function createLogin(
  name: string,
  user: string,
  metadata: { name: string; namespace: Input<string>; labels: Labels },
  opts: { readonly parent: Component },
): { user: string; login: Login; secret: Secret } {
  const password = createPassword(`${name}-password`, opts);
  const secret = new Secret(
    name,
    {
      metadata: { ...metadata, labels: { ...metadata.labels, ...reloaded } },
      type: "kubernetes.io/basic-auth",
      stringData: { username: user, password },
    },
    opts,
  );
  return { user, login: { user: output(user), password }, secret };
}
