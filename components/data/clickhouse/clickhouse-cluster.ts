import { createHash } from "node:crypto";
import type { ComponentResourceOptions, Output, Resource } from "@pulumi/pulumi";
import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { ClickhouseWish } from "../../../environments/schema/stores/clickhouse.ts";
import type { ClickhouseAccess, Endpoint } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import {
  clickhouseKeeper,
  clickhouseKeepers,
  clickhouseNodesService,
  clickhouseSelector,
  clickhouseServers,
  decideClickhouseMembers,
} from "../../kit/databases/clickhouse/clickhouse.ts";
import {
  decideClusterConfig,
  decideKeeperConfig,
  decideServerConfig,
  renderClickhouseUsers,
} from "../../kit/databases/clickhouse/clickhouse-config.ts";
import {
  clickhouseRoleSelector,
  clickhouseSecretKeys,
  decideClickhouseKeepers,
  decideClickhouseServer,
  type ClickhouseParts,
} from "../../kit/databases/clickhouse/clickhouse-pods.ts";
import {
  clickhouseSetupFolders,
  decideClickhouseSetup,
  type ClickhouseLogin,
} from "../../kit/databases/clickhouse/clickhouse-setup.ts";
import { isCopiedStore } from "../../kit/databases/copied-stores.ts";
import { decideServerClaim } from "../../kit/databases/server-claim.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { clickhousePorts, ports } from "../../kit/network/ports.ts";
import { after, afterAll } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createPassword } from "../../secrets/password.ts";
import { ClickhouseBackups } from "./clickhouse-backups.ts";
import {
  createServerServices,
  createServersBudget,
  createServersInTurn,
  type Inside,
  type OwnStoreArgs,
  type Waiting,
} from "../own-servers.ts";
import { createSetupJob } from "../setup-job.ts";
import { createStoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

type Args = OwnStoreArgs<ClickhouseWish, ClickhouseLogin>;

/**
 * ClickHouse in the cluster, by its makers' servers and without an operator: shards and their copies, which speak TLS alone, and keepers on whose
 * agreement they rely. Each server is a StatefulSet of one, and they are changed one after another. A Job makes the layers and a login for each service.
 * https://clickhouse.com/docs/architecture/cluster-deployment
 */
export class ClickhouseCluster extends Component {
  static readonly type = "landbridge:data:ClickhouseCluster";
  readonly access: ClickhouseAccess;

  constructor(name: string, args: Args, opts: ComponentResourceOptions) {
    super(ClickhouseCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority } = args;
    const { metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const { admin, secret } = createSecrets(name, args, metadata, inside);
    const settings = createSettings(name, args, metadata, inside);
    const certificates = createCertificates(name, args, inside);
    const service = createServerServices(name, doorsOf(store), metadata, inside);
    createBudgets(name, args, metadata, inside);
    const parts: ClickhouseParts = {
      store,
      image: imageReference("clickhouse-26.8", surroundings.mirrors),
      secrets: secretsOf(store),
      ...settings.names,
      certificates: { server: certificates.server.secretName, keeper: certificates.keeper.secretName },
    };
    const before = [secret, service, certificates.server.ready, certificates.keeper.ready, ...settings.objects];
    const keepers = createKeepers(name, args, parts, metadata, { ...inside, dependsOn: before });
    const members = decideClickhouseMembers(store, wish).map((member) => ({
      name: member.name,
      role: `${member.shard}-${member.copy}`,
      claim: decideServerClaim(wish.storageGiB, surroundings),
      spec: decideClickhouseServer(wish, member, parts, surroundings),
    }));
    const servers = createServersInTurn(name, members, metadata, {
      ...inside,
      dependsOn: [...before, keepers],
      kept: holdsData(surroundings.protect),
      customTimeouts,
    });
    const host = after(servers, `${store}.${namespaces.data}.svc`);
    const port = createCopies(`${name}-copies`, args, { image: parts.image, servers }, inside);
    const logins = this.#setUp(name, args, { admin, port, image: parts.image });
    const endpoint = (port: number): Endpoint => ({ host, port });
    this.access = {
      kind: "clickhouse",
      endpoint: endpoint(ports.clickhouse),
      native: endpoint(clickhousePorts.native),
      cluster: store,
      authorities: authority.certificate,
      logins,
    };
    this.registerOutputs({ host });
  }

  #setUp(
    name: string,
    { store, wish, logins, authority, surroundings, namespace }: Args,
    { admin, port, image }: { readonly admin: Output<string>; readonly port: Output<string>; readonly image: string },
  ) {
    return createSetupJob(
      `${name}-setup`,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass, image },
        command: ["bash", `${clickhouseSetupFolders.files}/setup.sh`],
        files: decideClickhouseSetup(store, wish, logins),
        folders: clickhouseSetupFolders,
        logins: logins.map(({ name: login }) => login),
        admin: { variable: "ADMIN_PASSWORD", password: admin },
        variables: [
          { name: "CA_FILE", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
          // It begins when servers run: what they are asked for waits for them.
          { name: "CLICKHOUSE_NATIVE_PORT", value: port },
          { name: "HOME", value: clickhouseSetupFolders.work },
        ],
        volumes: [
          {
            name: "work",
            emptyDir: { medium: "Memory", sizeLimit: "16Mi" },
            mountPath: clickhouseSetupFolders.work,
          },
        ],
        authorities: authority.certificate,
        resources: { cpu: "100m", memory: "256Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    ).logins;
  }
}

/** Gives the port, known when servers run and what is brought in is there. */
function createCopies(
  name: string,
  args: Args,
  { image, servers }: { readonly image: string; readonly servers: Resource },
  opts: Inside,
): Output<string> {
  const { wish, places, authority } = args;
  const port = after(servers, String(clickhousePorts.native));
  if (!isCopiedStore(wish)) return port;
  const copied = { ...args, wish, image, port, places, authorities: authority.certificate };
  const { restored } = new ClickhouseBackups(name, copied, opts);
  return afterAll(
    port,
    restored.map(({ urn }) => urn),
  );
}

const secretsOf = (store: string): string => `${store}-secrets`;

/** What servers tell each other and the keepers, and the file with the administrator's hash, which they read anew. */
function createSecrets(name: string, { store, wish }: Args, metadata: StoreMetadata, opts: Inside) {
  const admin = createPassword(`${name}-admin-password`, opts);
  const identity = createPassword(`${name}-keeper-password`, opts);
  const stringData = {
    [clickhouseSecretKeys.cluster]: createPassword(`${name}-cluster-password`, opts),
    [clickhouseSecretKeys.identity]: identity.apply((password) => `servers:${password}`),
    [clickhouseSecretKeys.users]: admin.apply((password) => renderClickhouseUsers(wish, sha256(password))),
  };
  return { admin, secret: new Secret(`${name}-secrets`, { metadata: metadata(secretsOf(store)), stringData }, opts) };
}

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Settings named by their contents, so that pods restart one after another when they change; the list of servers is read as it is. */
function createSettings(name: string, { store, wish }: Args, metadata: StoreMetadata, opts: Inside) {
  const settings = { server: decideServerConfig(store, wish), keeper: decideKeeperConfig(store, wish) };
  const nameOf = (role: keyof typeof settings): string => `${store}-${role}-${contentHash(settings[role])}`;
  const names = { config: { server: nameOf("server"), keeper: nameOf("keeper") }, cluster: `${store}-cluster` };
  const make = (role: string, object: string, data: Record<string, string>, immutable: boolean) =>
    new ConfigMap(`${name}-${role}-config`, { metadata: metadata(object), immutable, data }, opts);
  const objects = [
    make("server", names.config.server, { "config.xml": settings.server }, true),
    make("keeper", names.config.keeper, { "config.xml": settings.keeper }, true),
    make("cluster", names.cluster, { "cluster.xml": decideClusterConfig(store, wish) }, false),
  ];
  return { names, objects };
}

/** Days for which keepers' certificate is valid: what they speak among each other reads it at the start alone. */
const keeperDays = 1825;

/** Servers read a new certificate by themselves. */
function createCertificates(name: string, args: Args, opts: Inside) {
  const { store, namespace, authority, surroundings } = args;
  const { labels } = describeStore(args, args.wish.dataClass);
  const common = { store, namespace, authority, surroundings, labels };
  const headless = [clickhouseNodesService(store)];
  const keeper = { role: "keeper", days: keeperDays, readAtStart: true, hosts: decideHosts([], headless) } as const;
  return {
    server: createStoreCertificate(name, { ...common, hosts: decideHosts([store], headless) }, opts),
    keeper: createStoreCertificate(name, { ...common, ...keeper }, opts),
  };
}

/** One server at a time may be evicted, and one keeper. */
function createBudgets(name: string, { store, wish }: Args, metadata: StoreMetadata, opts: Inside) {
  const groups = [
    { role: "server", object: store, count: clickhouseServers(wish) },
    { role: "keeper", object: clickhouseKeeper(store), count: clickhouseKeepers(wish) },
  ] as const;
  for (const { role, object, count } of groups) {
    const selector = clickhouseRoleSelector(store, role);
    createServersBudget(`${name}-${role}-budget`, { object, selector, count }, metadata, opts);
  }
}

/** A pod that waits for a node, a volume and its image. */
const customTimeouts = { create: "20m", update: "40m" } as const;

function createKeepers(
  name: string,
  { store, wish, surroundings }: Args,
  parts: ClickhouseParts,
  metadata: StoreMetadata,
  opts: Waiting,
): Resource {
  return new StatefulSet(
    `${name}-keeper`,
    { metadata: metadata(clickhouseKeeper(store)), spec: decideClickhouseKeepers(wish, parts, surroundings) },
    { ...opts, dependsOn: [...opts.dependsOn], ...holdsData(surroundings.protect), customTimeouts },
  );
}

/** Clients ask by two protocols, and so do servers among each other. */
function doorsOf(store: string) {
  const asked = [
    { name: "https", port: ports.clickhouse },
    { name: "native", port: clickhousePorts.native },
  ];
  return {
    clients: { service: store, selector: clickhouseRoleSelector(store, "server"), ports: asked },
    servers: { service: clickhouseNodesService(store), selector: clickhouseSelector(store), ports: asked },
  };
}
