import { output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MysqlWish } from "../../../environments/schema/stores/stores.ts";
import type { Login, ManagedMysql } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import {
  decideMariadb,
  decideMariadbHosts,
  mariadbAdmin,
  mariadbClientName,
  mariadbImages,
  mariadbKeys,
  mariadbReaderLabels,
  mariadbServices,
} from "../../kit/databases/mysql/mariadb-cluster.ts";
import { decideMysqlVersion } from "../../kit/databases/mysql/mysql.ts";
import { meshOff, tagLabels, type Labels } from "../../kit/labels.ts";
import { ports } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** Which MariaDB, who signs its certificates, and where. */
export interface MariadbClusterArgs {
  readonly store: string;
  readonly wish: MysqlWish;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
  /** Whether somebody captures its tables. - behaviour: nobody does. */
  readonly isCaptured?: boolean;
}

/**
 * MariaDB in the cluster, with nothing in it: servers that speak TLS alone, also to each other. What is inside is made from here as in a cloud's, by
 * `MysqlSetup`. New certificates and passwords reach the servers by the operator, which restarts them one after another.
 */
export class MariadbCluster extends Component {
  static readonly type = "landbridge:data:MariadbCluster";
  /** The same as of a cloud's. */
  readonly server: ManagedMysql;
  /** The Secret with the administrator's password, under `mariadbKeys.admin`. */
  readonly passwords: string;

  constructor(name: string, args: MariadbClusterArgs, opts: ComponentResourceOptions) {
    super(MariadbCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings } = args;
    const { tags, labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const { admin, secret } = createPasswords(name, store, metadata, inside);
    const { server, client } = createCertificates(name, args, labels, inside);
    const identity = {
      name: store,
      image: imageReference(imageOf(wish), surroundings.mirrors),
      agentImage: imageReference("mariadb-operator", surroundings.mirrors),
      exporterImage: imageReference("mysql-exporter", surroundings.mirrors),
      secrets: { passwords: passwordsSecret(store), server: server.secretName, client: client.secretName },
      labels: { ...tagLabels(tags), ...meshOff },
      isCaptured: args.isCaptured ?? false,
    };
    const cluster = new CustomResource(
      `${name}-cluster`,
      {
        apiVersion: "k8s.mariadb.com/v1alpha1",
        kind: "MariaDB",
        metadata: { ...metadata(store), ...untilReady(surroundings, "condition=Ready") },
        spec: decideMariadb(wish, identity, surroundings),
      },
      {
        ...inside,
        ...holdsData(surroundings.protect),
        dependsOn: [args.operator, secret, server.ready, client.ready],
        // Servers begin one after another, each with a copy of everything.
        customTimeouts: { create: "30m", update: "60m" },
      },
    );
    if (wish.replicas > 0) createReaders(`${name}-readers`, store, metadata, inside);
    const { write, read } = mariadbServices(store, wish);
    const endpoint = (service: string) => ({
      host: after(cluster, `${service}.${namespaces.data}.svc`),
      port: ports.mysql,
    });
    this.passwords = passwordsSecret(store);
    this.server = {
      ...{ readWrite: endpoint(write), readOnly: endpoint(read), admin },
      ...{ authorities: args.authority.certificate, proof: "name" },
    };
    this.registerOutputs({ host: this.server.readWrite.host });
  }
}

const passwordsSecret = (store: string): string => `${store}-passwords`;

/** The operator looks again at once when an object with this label changes. */
const watched: Labels = { "k8s.mariadb.com/watch": "" };

type Inside = { readonly parent: Component };

function imageOf(wish: MysqlWish): string {
  const version = decideMysqlVersion(wish);
  const image = mariadbImages[version];
  if (image === undefined) throw new Error(`no image of MariaDB ${version}`);
  return image;
}

/** Every password that the operator would else make by itself. One of root's that changes here it changes in the database as well. */
function createPasswords(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const password = createPassword(`${name}-admin-password`, opts);
  const { labels, ...others } = metadata(passwordsSecret(store));
  const secret = new Secret(
    `${name}-passwords`,
    {
      metadata: { ...others, labels: { ...labels, ...watched } },
      stringData: {
        [mariadbKeys.admin]: password,
        [mariadbKeys.agent]: createPassword(`${name}-agent-password`, opts),
        [mariadbKeys.metrics]: createPassword(`${name}-metrics-password`, opts),
      },
    },
    opts,
  );
  const admin: Login = { user: output(mariadbAdmin), password };
  return { admin, secret };
}

/** One for a server's names, and one by which servers know each other when they copy everything. */
function createCertificates(
  name: string,
  { store, namespace, authority, surroundings }: MariadbClusterArgs,
  labels: Labels,
  opts: Inside,
) {
  const common = { store, namespace, authority, surroundings, labels, secretLabels: watched };
  const commonName = mariadbClientName(store);
  return {
    server: createStoreCertificate(name, { ...common, hosts: decideMariadbHosts(store) }, opts),
    client: createStoreCertificate(name, { ...common, role: "client", commonName, hosts: [commonName] }, opts),
  };
}

/** Where those are reached that aren't written to. https://kubernetes.io/docs/concepts/services-networking/service/ */
function createReaders(name: string, store: string, metadata: StoreMetadata, opts: Inside): void {
  const port = { name: "mariadb", port: ports.mysql, targetPort: ports.mysql, protocol: "TCP" };
  const spec = { type: "ClusterIP", selector: mariadbReaderLabels(store), ports: [port] };
  new Service(name, { metadata: metadata(mariadbServices(store, { replicas: 1 }).read), spec }, opts);
}
