import { interpolate, output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { RabbitmqWish } from "../../../environments/schema/messaging/rabbitmq.ts";
import type { Login, ManagedRabbitmq } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { tagLabels, type Labels } from "../../kit/labels.ts";
import {
  brokerLabels,
  decideRabbitmqCluster,
  interNodeFile,
  interNodeTls,
  ownSpread,
} from "../../kit/messaging/rabbitmq/rabbitmq-cluster.ts";
import { decideMqttPlugins } from "../../kit/messaging/rabbitmq/mqtt.ts";
import { rabbitmqAdmin } from "../../kit/messaging/rabbitmq/rabbitmq-setup.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import type { Door } from "../../kit/network/balancers.ts";
import { ports, rabbitmqPorts } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import { createDoor } from "../door.ts";
import type { OutsideAccess } from "../outside-access.ts";
import { createStoreCertificate, type Authority, type StoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { createDeviceKeys, type DeviceKeys } from "./device-keys.ts";

/** Which RabbitMQ, who signs its certificate, and where. */
export interface RabbitmqClusterArgs {
  readonly store: string;
  readonly wish: RabbitmqWish;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** Load balancers by which devices come from outside. */
  readonly doors: readonly Door[];
  /** The operator that makes it. */
  readonly operator: Resource;
}

/**
 * RabbitMQ in the cluster, with nothing in it: brokers that speak TLS alone, also to each other. What is inside is made from here as in a
 * cloud's, by `RabbitmqSetup`.
 */
export class RabbitmqCluster extends Component {
  static readonly type = "landbridge:data:RabbitmqCluster";
  /** The same as of a cloud's. */
  readonly broker: ManagedRabbitmq;
  /** Secret with the servers' certificate, and its authority's at `ca.crt`. */
  readonly tlsSecret: string;
  /** By what it knows its devices, where it has some. */
  readonly deviceKeys: DeviceKeys | undefined;
  /** How devices come from outside of the cluster, where they do. */
  readonly outside: OutsideAccess | undefined;
  /** The brokers, ready. */
  readonly servers: Resource;

  constructor(name: string, args: RabbitmqClusterArgs, opts: ComponentResourceOptions) {
    super(RabbitmqCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings } = args;
    const { tags, labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const { admin, secret, adminSecret } = createAdmin(name, store, metadata, inside);
    const { config, interNodeConfig } = createInterNode(name, store, metadata, inside);
    const certificate = createCertificate(name, args, labels, inside);
    const image = imageReference(`rabbitmq-${wish.version}`, surroundings.mirrors);
    const { mqtt } = wish;
    this.deviceKeys = mqtt === undefined ? undefined : createDeviceKeys(name, store, mqtt, metadata, this);
    const parts = {
      ...{ image, adminSecret, interNodeConfig, tlsSecret: certificate.secretName },
      ...{ plugins: decideMqttPlugins(mqtt), deviceKeys: this.deviceKeys?.configName },
    };
    const waiting = untilReady(surroundings, "condition=AllReplicasReady");
    const cluster = new CustomResource(
      `${name}-cluster`,
      {
        apiVersion: "rabbitmq.com/v1beta1",
        kind: "RabbitmqCluster",
        metadata: { ...metadata(store), annotations: { ...ownSpread, ...waiting.annotations } },
        spec: decideRabbitmqCluster(wish, { name: store, ...parts, podLabels: tagLabels(tags) }, surroundings),
      },
      {
        ...inside,
        ...holdsData(surroundings.protect),
        dependsOn: [args.operator, secret, config, certificate.ready, ...keysOf(this.deviceKeys)],
        // Brokers are made all at once, and replaced one after another.
        customTimeouts: { create: "20m", update: "60m", delete: "40m" },
      },
    );
    this.outside = createDeviceDoor(name, args, metadata, { ...inside, dependsOn: [cluster] });
    if (wish.brokers > 1) createBudget(`${name}-budget`, metadata(store), inside);
    this.servers = cluster;
    const host = after(cluster, `${store}.${namespaces.data}.svc`);
    this.tlsSecret = certificate.secretName;
    this.broker = {
      endpoint: { host, port: ports.rabbitmq },
      management: { host, port: rabbitmqPorts.management },
      admin,
    };
    this.registerOutputs({ host });
  }
}

function keysOf(keys: DeviceKeys | undefined): Resource[] {
  return keys === undefined ? [] : [keys.config];
}

type Inside = { readonly parent: Component };

/**
 * The administrator that the first start makes. The operator reads the Secret of this name by itself, whatever the cluster says, and writes
 * its own labels over those of one that isn't labelled as part of RabbitMQ.
 * https://github.com/rabbitmq/cluster-operator/tree/main/docs/examples/external-admin-secret-credentials
 */
function createAdmin(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const password = createPassword(`${name}-admin-password`, opts);
  const adminSecret = `${store}-default-user`;
  const { labels, ...others } = metadata(adminSecret);
  const secret = new Secret(
    `${name}-admin`,
    {
      metadata: { ...others, labels: { ...labels, "app.kubernetes.io/part-of": "rabbitmq" } },
      stringData: {
        "default_user.conf": interpolate`default_user = ${rabbitmqAdmin}\ndefault_pass = ${password}\n`,
        host: `${store}.${namespaces.data}.svc`,
        password,
        port: String(ports.rabbitmq),
        provider: "rabbitmq",
        type: "rabbitmq",
        username: rabbitmqAdmin,
      },
    },
    opts,
  );
  const admin: Login = { user: output(rabbitmqAdmin), password };
  return { admin, secret, adminSecret };
}

/** Named by its contents, so that brokers restart one after another when it changes. */
function createInterNode(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const data = { [interNodeFile]: interNodeTls };
  const interNodeConfig = `${store}-inter-node-${contentHash(data)}`;
  const args = { metadata: metadata(interNodeConfig), immutable: true, data };
  return { interNodeConfig, config: new ConfigMap(`${name}-inter-node`, args, opts) };
}

/** For the Service's names, by which clients come, the name by which devices do from outside, and for each broker's own, by which the others and the operator do. */
function createCertificate(
  name: string,
  { store, wish, namespace, authority, surroundings }: RabbitmqClusterArgs,
  labels: Labels,
  opts: Inside,
): StoreCertificate {
  const outside = wish.mqtt?.outside === undefined ? [] : [wish.mqtt.outside.host];
  const hosts = [...decideHosts([store], [`${store}-nodes`]), ...outside];
  return createStoreCertificate(name, { store, namespace, hosts, authority, surroundings, labels }, opts);
}

/** By what devices come from outside. They have tokens, and no logins of the store's. */
function createDeviceDoor(
  name: string,
  { store, wish, doors: [door], authority, surroundings }: RabbitmqClusterArgs,
  metadata: StoreMetadata,
  opts: Inside & { readonly dependsOn: Resource[] },
): OutsideAccess | undefined {
  const host = wish.mqtt?.outside?.host;
  if (door === undefined || host === undefined) return undefined;
  const { scope, ports: open, sources } = door;
  const args = { door, host, selector: brokerLabels(store), metadata, surroundings };
  const record = createDoor(`${name}-door-${scope}`, args, opts);
  const endpoints = open.map((port) => `${host}:${port}`);
  return { scope, endpoints, sources, records: [record], authority: authority.certificate, logins: {} };
}

/** The operator makes none. https://github.com/rabbitmq/cluster-operator/tree/main/docs/examples/production-ready */
function createBudget(name: string, metadata: ReturnType<StoreMetadata>, opts: Inside): void {
  const selector = { matchLabels: { ...brokerLabels(metadata.name) } };
  // A broker that isn't ready may go at any time: where most are missing already, waiting for them would help nobody.
  const spec = { maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow", selector };
  new PodDisruptionBudget(name, { metadata, spec }, opts);
}
