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
import type { PostgresWish } from "../../../environments/schema/stores/stores.ts";
import type { Endpoint, Login, ManagedPostgres } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { meshOff, tagLabels, type Labels } from "../../kit/labels.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { after } from "../../kit/outputs.ts";
import { ports } from "../../kit/network/ports.ts";
import { decideDatabase } from "../../kit/databases/postgres/postgres-backups.ts";
import {
  decideDatabaseExtensions,
  decidePostgres,
  decidePostgresHosts,
  postgresOwnerSecretName,
  type PostgresIdentity,
} from "../../kit/databases/postgres/postgres.ts";
import { isTried, restoreTestName, trialRole } from "../../kit/databases/postgres/restore-test.ts";
import { decideOperatorExtensions } from "../../kit/databases/postgres/postgres-extensions.ts";
import { postgresAdmin } from "../../kit/databases/postgres/postgres-names.ts";
import { follows } from "../../kit/databases/postgres/twin.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import { createBackupPlaces, createBackupSchedule, type PostgresBackups } from "./postgres-backups.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { createTwin } from "./postgres-twin.ts";
import { PostgresRestoreTest } from "./postgres-restore-test.ts";
import type { CaptureLogin } from "../../kit/databases/postgres/postgres-captures.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore } from "../store-metadata.ts";

/** Which PostgreSQL, and where. */
export interface PostgresClusterArgs {
  readonly store: string;
  readonly wish: PostgresWish;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
  readonly authority: Authority;
  /** Who reads its log of writes. - behaviour: nobody. */
  readonly captures?: readonly CaptureLogin[];
  /** The value of a secret by its name; needed where the store has a twin. - behaviour: nobody knows any. */
  readonly secretValue?: ((secret: string) => Input<string>) | undefined;
  /** Where it can be copied to. - behaviour: nowhere. */
  readonly backups?: BackupPlaces | undefined;
}

/**
 * PostgreSQL in the cluster: a primary and its replicas, empty, as a cloud gives a server of its own. Connections must use TLS, with a certificate of
 * the environment's authority; servers read a new one without a restart, since the operator watches its Secret.
 * https://cloudnative-pg.io/documentation/current/certificates/
 */
export class PostgresCluster extends Component {
  static readonly type = "landbridge:data:PostgresCluster";
  readonly server: ManagedPostgres;

  constructor(name: string, args: PostgresClusterArgs, opts: ComponentResourceOptions) {
    super(PostgresCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, namespace, captures = [] } = args;
    const database = decideDatabase(store, wish);
    const { tags, labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const admin = createLogin(`${name}-owner`, postgresAdmin, metadata(postgresOwnerSecretName(store)), inside);
    const trial = isTried(wish)
      ? [createLogin(`${name}-trial`, trialRole, metadata(restoreTestName(store)), inside)]
      : [];
    const capturers = captures.map((capture) =>
      createLogin(`${name}-${capture.name}`, capture.name, metadata(capture.secret), inside),
    );
    const certificate = createStoreCertificate(name, certificateOf(args, labels), inside);
    const copied = { store, wish, places: args.backups, surroundings, namespace, labels };
    const backups = createBackupPlaces(name, copied, inside);
    const twin = createTwin(name, { ...copied, secretValue: args.secretValue }, inside);
    const identity = {
      name: store,
      database,
      image: imageReference(`postgres-${wish.version}`, surroundings.mirrors),
      captures,
      certificate: certificate.secretName,
      labels: { ...tagLabels(tags), ...meshOff, ...backups?.podLabels },
      spooled: backups?.spooled === true,
    };
    const needed = [certificate.ready, ...[admin, ...trial, ...capturers].map(({ secret }) => secret)];
    const decided = decidePostgres(wish, identity, surroundings);
    const spec = { ...decided, ...promoted(decided.replica, twin?.token), ...accountOf(backups) };
    const cluster = createCluster(
      name,
      { ...args, metadata: metadata(store), spec },
      { ...inside, dependsOn: [args.operator, ...needed, ...(backups?.ready ?? []), ...(twin?.ready ?? [])] },
    );
    createBackupSchedule(name, copied, { ...inside, dependsOn: [cluster] });
    createRestoreTest(name, args, identity, { ...inside, dependsOn: [cluster] });
    const ready = createDatabase(name, args, { ...inside, dependsOn: [cluster] }) ?? cluster;
    const endpoint = (role: "rw" | "ro"): Endpoint => ({
      host: after(ready, `${store}-${role}.${namespaces.data}.svc`),
      port: ports.postgres,
    });
    this.server = {
      ...{ authorities: args.authority.certificate, proof: "name", admin: admin.login },
      readWrite: endpoint("rw"),
      // Only replicas answer there, so that without any it would have no server.
      readOnly: endpoint(wish.replicas > 0 ? "ro" : "rw"),
    };
    this.registerOutputs({ host: this.server.readWrite.host });
  }
}

/** Tries a store's backups, where it has any: it exists before. */
function createRestoreTest(
  name: string,
  { wish, backups: places, ...args }: PostgresClusterArgs,
  { database, image, certificate, labels }: PostgresIdentity,
  opts: CustomResourceOptions,
): void {
  if (!isTried(wish)) return;
  const images = { postgres: image, curl: imageReference("curl", args.surroundings.mirrors) };
  new PostgresRestoreTest(
    `${name}-restore-test`,
    { ...args, wish, places, database, images, certificate, podLabels: labels },
    opts,
  );
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

/**
 * Extensions that only a superuser may put into a database: as one the operator does it. None where there are none.
 * https://cloudnative-pg.io/documentation/current/declarative_database_management/#managing-extensions-in-a-database
 */
function createDatabase(
  name: string,
  args: PostgresClusterArgs,
  opts: CustomResourceOptions,
): CustomResource | undefined {
  const { store, wish, surroundings } = args;
  const extensions = decideOperatorExtensions(wish);
  if (extensions.length === 0 || follows(wish, surroundings.tags.environment)) return undefined;
  const { metadata } = describeStore(args, wish.dataClass);
  return new CustomResource(
    `${name}-database`,
    {
      apiVersion: "postgresql.cnpg.io/v1",
      kind: "Database",
      // Where the database is kept twice the operator makes them at the one that is written to, and here perhaps never.
      metadata: {
        ...metadata(store),
        ...(wish.twin === undefined ? untilReady(surroundings, "jsonpath={.status.applied}=true") : {}),
      },
      spec: decideDatabaseExtensions(decideDatabase(store, wish), store, extensions),
    },
    opts,
  );
}

/** With what the former primary wrote when it stepped down: without it the operator gives the former up. */
function promoted(replica: object | undefined, promotionToken: Input<string> | undefined) {
  return replica === undefined || promotionToken === undefined ? {} : { replica: { ...replica, promotionToken } };
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
): { login: Login; secret: Secret } {
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
  return { login: { user: output(user), password }, secret };
}
