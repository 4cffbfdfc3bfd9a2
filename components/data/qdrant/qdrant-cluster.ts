import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { interpolate, unsecret, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { QdrantWish } from "../../../environments/schema/stores/qdrant.ts";
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
import { decideServerClaim } from "../../kit/databases/server-claim.ts";
import { isCopiedStore } from "../../kit/databases/copied-stores.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports, qdrantPorts } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createPassword } from "../../secrets/password.ts";
import {
  createServerServices,
  createServersBudget,
  createServersInTurn,
  type Inside,
  type OwnStoreArgs,
  type Waiting,
} from "../own-servers.ts";
import { authorityVolumes, createSetupJob } from "../setup-job.ts";
import { createStoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import { QdrantBackups } from "./qdrant-backups.ts";

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

  constructor(name: string, args: OwnStoreArgs<QdrantWish>, opts: ComponentResourceOptions) {
    super(QdrantCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority } = args;
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
    const service = createServerServices(name, doorsOf(store), metadata, inside);
    const hosts = decideHosts([store], [qdrantNodesService(store)]);
    const certificate = createStoreCertificate(
      name,
      { ...args, hosts, labels, days: certificateDays, readAtStart: true },
      inside,
    );
    const budget = { object: store, selector: qdrantSelector(store), count: nodes.length };
    createServersBudget(`${name}-budget`, budget, metadata, inside);
    const parts = {
      store,
      image: imageReference("qdrant", surroundings.mirrors),
      config: config.name,
      key: `${store}-key`,
      // Of 190 random bits nothing can be told by a part of their hash.
      keyMark: unsecret(key.apply((known) => contentHash(known))),
      certificate: certificate.secretName,
    };
    const before = [secret, certificate.ready, service, config.object];
    const servers = createServers(name, args, nodes, parts, metadata, { ...inside, dependsOn: before });
    const job = this.#makeCollections(name, args, { servers, key, certificate: certificate.secretName });
    const host = after(this.#copy(`${name}-copies`, args, job), `${store}.${namespaces.data}.svc`);
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

  /** Gives what has to be there before services find it. */
  #copy(name: string, args: OwnStoreArgs<QdrantWish>, made: Resource): Resource {
    const { store, wish, authority, places, surroundings, namespace } = args;
    if (!isCopiedStore(wish)) return made;
    const servers = { made, authorities: authority.certificate, key: `${store}-key` };
    return new QdrantBackups(name, { store, wish, ...servers, places, surroundings, namespace }, { parent: this })
      .filled;
  }

  #makeCollections(
    name: string,
    { store, wish, surroundings, namespace, authority }: OwnStoreArgs<QdrantWish>,
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

/** Clients ask by two protocols; nodes have a third among each other. */
function doorsOf(store: string) {
  const selector = qdrantSelector(store);
  const asked = [
    { name: "rest", port: ports.qdrant },
    { name: "grpc", port: qdrantPorts.grpc },
  ];
  return {
    clients: { service: store, selector, ports: asked },
    servers: {
      service: qdrantNodesService(store),
      selector,
      ports: [...asked, { name: "nodes", port: qdrantPorts.nodes }],
    },
  };
}

function createServers(
  name: string,
  { wish, surroundings }: OwnStoreArgs<QdrantWish>,
  nodes: readonly QdrantNode[],
  parts: QdrantParts,
  metadata: StoreMetadata,
  opts: Waiting,
): Resource {
  const servers = nodes.map((node) => ({
    name: node.name,
    role: String(node.number),
    claim: decideServerClaim(wish.storageGiB, surroundings),
    spec: decideQdrantServer(wish, node, parts, surroundings),
  }));
  const kept = holdsData(surroundings.protect);
  return createServersInTurn(name, servers, metadata, {
    ...opts,
    kept,
    customTimeouts: { create: "30m", update: "30m" },
  });
}
