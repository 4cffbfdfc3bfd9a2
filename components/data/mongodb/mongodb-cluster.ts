import { output, type ComponentResourceOptions, type Input, type Output, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import type { ManagedMongodb } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { mongodbAdmin } from "../../kit/databases/mongodb/mongodb.ts";
import {
  decideMembers,
  decideMongodbCluster,
  decideMongodbHosts,
  mongodbKeys,
  mongodbOperatorUsers,
  replicaSet,
} from "../../kit/databases/mongodb/mongodb-cluster.ts";
import { meshOff, tagLabels } from "../../kit/labels.ts";
import { ports } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import type { SetupAuthority } from "../setup-job.ts";
import type { BackupPlaces } from "../copies/backup-places.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { createMongodbBackups, type MongodbBackups } from "./mongodb-backups.ts";

/** Which replica set, and where. */
export interface MongodbClusterArgs {
  readonly store: string;
  readonly wish: MongodbWish;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
  /** Where it is copied to. - behaviour: it can't be. */
  readonly backups?: BackupPlaces | undefined;
}

/**
 * A replica set of MongoDB in the cluster, by Percona's operator: the members, empty, as a cloud gives a cluster of its own. They
 * answer by TLS alone, with a certificate of the environment's authority; a new one restarts them one after another.
 */
export class MongodbCluster extends Component {
  static readonly type = "landbridge:data:MongodbCluster";
  readonly cluster: ManagedMongodb;
  readonly authority: SetupAuthority;

  constructor(name: string, args: MongodbClusterArgs, opts: ComponentResourceOptions) {
    super(MongodbCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, namespace, authority } = args;
    const inside = { parent: this };
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const certificate = createStoreCertificate(
      name,
      { store, namespace, hosts: decideMongodbHosts(store), authority, surroundings, labels },
      inside,
    );
    const { password, ...secrets } = createSecrets(name, store, metadata, inside);
    const copied = { store, wish, places: args.backups, surroundings, metadata };
    const backups = createMongodbBackups(name, copied, inside);
    const rights = backups === undefined ? {} : { annotations: backups.annotations };
    const account = new ServiceAccount(
      `${name}-account`,
      { metadata: { ...metadata(accountOf(store)), ...rights }, automountServiceAccountToken: false },
      inside,
    );
    const needed = [args.operator, account, certificate.ready, ...Object.values(secrets), ...(backups?.ready ?? [])];
    const members = createMembers(
      name,
      args,
      { certificate: certificate.secretName, backups },
      {
        ...inside,
        dependsOn: needed,
      },
    );
    this.cluster = {
      facts: {
        scheme: "mongodb",
        options: { authSource: "admin", replicaSet, tls: "true" },
        ports: [ports.mongodb],
        rolesOf: "database",
      },
      host: after(members, decideMembers(store, wish)),
      admin: { user: output(mongodbAdmin), password },
    };
    this.authority = { certificate: authority.certificate, secretName: certificate.secretName };
    this.registerOutputs({ host: this.cluster.host });
  }
}

/** Name of the Secret with the passwords of the operator's users. */
export const usersSecret = (store: string): string => `${store}-users`;
const keyFileSecret = (store: string): string => `${store}-keyfile`;
const adminSecret = (store: string): string => `${store}-admin`;
const accountOf = (store: string): string => `${store}-mongodb`;

type Inside = { readonly parent: Component };

function createMembers(
  name: string,
  args: MongodbClusterArgs,
  { certificate, backups }: { readonly certificate: string; readonly backups: MongodbBackups | undefined },
  opts: Inside & { readonly dependsOn: Resource[] },
): CustomResource {
  const { store, wish, surroundings } = args;
  const { tags, metadata } = describeStore(args, wish.dataClass);
  const identity = {
    name: store,
    image: imageReference(`mongodb-${wish.version}`, surroundings.mirrors),
    initImage: imageReference("psmdb-operator", surroundings.mirrors),
    exporterImage: imageReference("mongodb-exporter", surroundings.mirrors),
    labels: { ...tagLabels(tags), ...meshOff, ...backups?.podLabels },
    secrets: {
      certificate,
      ...{ users: usersSecret(store), keyFile: keyFileSecret(store), admin: adminSecret(store) },
    },
    serviceAccount: accountOf(store),
  };
  return new CustomResource(
    `${name}-cluster`,
    {
      apiVersion: "psmdb.percona.com/v1",
      kind: "PerconaServerMongoDB",
      metadata: { ...metadata(store), ...untilReady(surroundings, "jsonpath={.status.state}=ready") },
      spec: {
        ...decideMongodbCluster(wish, identity, surroundings),
        ...(backups === undefined ? {} : { backup: backups.backup }),
      },
    },
    // A member that joins copies everything first.
    { ...opts, ...holdsData(surroundings.protect), customTimeouts: { create: "30m", update: "60m" } },
  );
}

/**
 * Every password that the operator would else make by itself: those of its own users, what members know each other by, and
 * our user's. A password of its users that changes here it changes in the database as well.
 * https://docs.percona.com/percona-operator-for-mongodb/system-users.html
 */
function createSecrets(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const logins = Object.entries(mongodbOperatorUsers).flatMap(([key, user]): [string, Input<string>][] => [
    [`${key}_USER`, user],
    [`${key}_PASSWORD`, createPassword(`${name}-user-${user}-password`, opts)],
  ]);
  const password: Output<string> = createPassword(`${name}-admin-password`, opts);
  const keyFile = createPassword(`${name}-keyfile-password`, opts);
  return {
    password,
    users: new Secret(
      `${name}-users`,
      { metadata: metadata(usersSecret(store)), stringData: Object.fromEntries(logins) },
      opts,
    ),
    keyFile: new Secret(
      `${name}-keyfile`,
      { metadata: metadata(keyFileSecret(store)), stringData: { [mongodbKeys.keyFile]: keyFile } },
      opts,
    ),
    admin: new Secret(
      `${name}-admin`,
      { metadata: metadata(adminSecret(store)), stringData: { [mongodbKeys.admin]: password } },
      opts,
    ),
  };
}
