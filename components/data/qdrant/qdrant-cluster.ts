import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { PersistentVolumeClaim } from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import {
  interpolate,
  unsecret,
  type ComponentResourceOptions,
  type Input,
  type Output,
  type Resource,
} from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { QdrantWish } from "../../../environments/schema/qdrant.ts";
import type { QdrantAccess } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import {
  decideQdrantConfig,
  qdrantConfigFile,
  qdrantStart,
  qdrantStartFile,
} from "../../kit/databases/qdrant/qdrant-config.ts";
import {
  decideQdrantClaim,
  decideQdrantServer,
  qdrantSecretKey,
  qdrantSelector,
  type QdrantParts,
} from "../../kit/databases/qdrant/qdrant-server.ts";
import { decideQdrantSetup, qdrantSetupFolders } from "../../kit/databases/qdrant/qdrant-setup.ts";
import { decideQdrantClaims, signQdrantToken } from "../../kit/databases/qdrant/qdrant-tokens.ts";
import {
  decideQdrantCopies,
  decideQdrantNodes,
  qdrantDomain,
  qdrantNodesService,
  type QdrantNode,
} from "../../kit/databases/qdrant/qdrant.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports, qdrantPorts } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import type { Consumer } from "../../kit/workloads/consumers.ts";
import { createPassword } from "../../secrets/password.ts";
import { authorityVolumes, createSetupJob } from "../setup-job.ts";
import { createStoreCertificate, type Authority } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** Which Qdrant, for whom, who signs its certificate, and where. */
export interface QdrantClusterArgs {
  readonly store: string;
  readonly wish: QdrantWish;
  /** Who uses it, and how. */
  readonly logins: readonly Pick<Consumer, "name" | "access">[];
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** gRPC and nodes among each other read it at their start only: as long as a rule of the kit allows, so that what changes nodes comes before. */
const certificateDays = 1825;

/**
 * Qdrant in the cluster, without an operator: nodes that speak TLS alone and keep together by themselves, each a StatefulSet of one, made and changed one
 * after another. A Job makes the collections, and each hour another looks for copies that are missing. Services have a token each.
 * https://qdrant.tech/documentation/guides/distributed_deployment/
 */
export class QdrantCluster extends Component {
  static readonly type = "landbridge:data:QdrantCluster";
  readonly access: QdrantAccess;

  constructor(name: string, args: QdrantClusterArgs, opts: ComponentResourceOptions) {
    super(QdrantCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority, namespace } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const nodes = decideQdrantNodes(store, wish);
    const key = createPassword(`${name}-key-password`, inside);
    const secret = new Secret(
      `${name}-key`,
      { metadata: metadata(`${store}-key`), stringData: { [qdrantSecretKey]: key } },
      inside,
    );
    const config = createSettings(name, store, metadata, inside);
    const service = createServices(name, store, metadata, inside);
    const hosts = decideHosts([store], [qdrantNodesService(store)]);
    const certificate = createStoreCertificate(
      name,
      { store, namespace, hosts, authority, surroundings, labels, days: certificateDays, readAtStart: true },
      inside,
    );
    if (nodes.length > 1) createBudget(name, store, nodes.length, metadata, inside);
    const parts = {
      store,
      image: imageReference("qdrant", surroundings.mirrors),
      config: config.name,
      key: `${store}-key`,
      // Of 190 random bits nothing can be told by a part of their hash.
      keyMark: unsecret(key.apply((known) => contentHash(known))),
      certificate: certificate.secretName,
    };
    const servers = createServers(name, args, nodes, parts, metadata, {
      ...inside,
      dependsOn: [secret, certificate.ready, service, config.object],
    });
    const job = this.#makeCollections(name, args, { servers, key, certificate: certificate.secretName });
    const host = after(job, `${store}.${namespaces.data}.svc`);
    this.access = {
      kind: "qdrant",
      rest: { host, port: ports.qdrant },
      grpc: { host, port: qdrantPorts.grpc },
      authorities: authority.certificate,
      tokens: Object.fromEntries(
        args.logins.map((login): [string, Output<string>] => {
          const claims = decideQdrantClaims(login, Object.keys(wish.collections));
          return [login.name, key.apply((known) => signQdrantToken(claims, known))];
        }),
      ),
    };
    this.registerOutputs({ host });
  }

  #makeCollections(
    name: string,
    { store, wish, surroundings, namespace, authority }: QdrantClusterArgs,
    { servers, key, certificate }: Made,
  ): Resource {
    const command = ["/bin/sh", `${qdrantSetupFolders.files}/setup.sh`];
    return createSetupJob(
      `${name}-setup`,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        image: imageReference("curl", surroundings.mirrors),
        command,
        files: decideQdrantSetup(store, wish),
        folders: qdrantSetupFolders,
        logins: [],
        admin: { variable: "ADMIN_KEY", password: key },
        variables: [
          { name: "AUTHORITY", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
          { name: "COPIES", value: String(decideQdrantCopies(wish).copies) },
          { name: "DOMAIN", value: qdrantDomain(store) },
          { name: "FILES", value: qdrantSetupFolders.files },
          { name: "HOME", value: "/tmp" },
          { name: "PORT", value: String(ports.qdrant) },
          // It begins when nodes run: what they are asked for waits for them.
          { name: "SERVICE", value: interpolate`${after(servers, store)}.${namespaces.data}.svc` },
          { name: "TMPDIR", value: "/tmp" },
        ],
        volumes: [
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "8Mi" }, mountPath: "/tmp" },
          ...authorityVolumes(store, { certificate: authority.certificate, secretName: certificate }),
        ],
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
        again: wish.nodes > 1 ? { schedule: "17 * * * *", command } : undefined,
      },
      this,
    ).job;
  }
}

type Inside = { readonly parent: Component };

interface Made {
  readonly servers: Resource;
  readonly key: Output<string>;
  readonly certificate: string;
}

/** Named by their contents, so that nodes restart one after another when they change. */
function createSettings(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const data = { [qdrantConfigFile]: decideQdrantConfig(), [qdrantStartFile]: qdrantStart };
  const named = `${store}-config-${contentHash(data)}`;
  return {
    name: named,
    object: new ConfigMap(`${name}-config`, { metadata: metadata(named), immutable: true, data }, opts),
  };
}

/** One by which clients find any node that is ready, and one by which each node is found by its name, ready or not. */
function createServices(name: string, store: string, metadata: StoreMetadata, opts: Inside): Service {
  const selector = { ...qdrantSelector(store) };
  const open = [
    { name: "rest", port: ports.qdrant, targetPort: "rest" },
    { name: "grpc", port: qdrantPorts.grpc, targetPort: "grpc" },
  ];
  new Service(`${name}-service`, { metadata: metadata(store), spec: { selector, ports: open } }, opts);
  const among = { name: "nodes", port: qdrantPorts.nodes, targetPort: "nodes" };
  return new Service(
    `${name}-nodes`,
    {
      metadata: { ...metadata(qdrantNodesService(store)), annotations: { "pulumi.com/skipAwait": "true" } },
      spec: { clusterIP: "None", publishNotReadyAddresses: true, selector, ports: [...open, among] },
    },
    opts,
  );
}

/** Of pods of several controllers only a number that stays counts all of them while one is away. */
function createBudget(name: string, store: string, nodes: number, metadata: StoreMetadata, opts: Inside): void {
  const spec = { minAvailable: nodes - 1, selector: { matchLabels: { ...qdrantSelector(store) } } };
  new PodDisruptionBudget(`${name}-budget`, { metadata: metadata(store), spec }, opts);
}

/** Each waits for the one before it, so that one at a time starts or restarts. Gives the last. */
function createServers(
  name: string,
  { wish, surroundings }: QdrantClusterArgs,
  nodes: readonly QdrantNode[],
  parts: QdrantParts,
  metadata: StoreMetadata,
  { dependsOn, ...opts }: Inside & { readonly dependsOn: readonly Resource[] },
): Resource {
  let last: Resource | undefined;
  for (const node of nodes) {
    const described = metadata(node.name);
    // A volume is made when its pod has a node.
    const volume = new PersistentVolumeClaim(
      `${name}-volume-${node.number}`,
      {
        metadata: { ...described, annotations: { "pulumi.com/skipAwait": "true" } },
        spec: decideQdrantClaim(wish, surroundings),
      },
      { ...opts, ...holdsData(surroundings.protect) },
    );
    last = new StatefulSet(
      `${name}-server-${node.number}`,
      { metadata: described, spec: decideQdrantServer(wish, node, parts, surroundings) },
      {
        ...opts,
        dependsOn: [...dependsOn, volume, ...(last === undefined ? [] : [last])],
        customTimeouts: { create: "30m", update: "30m" },
      },
    );
  }
  if (last === undefined) throw new Error(`store ${parts.store} has no node`);
  return last;
}
