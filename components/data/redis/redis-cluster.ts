import { all, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { RedisWish } from "../../../environments/schema/stores/stores.ts";
import type { Login, RedisAccess } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { decideRedisConfig } from "../../kit/databases/redis/redis-config.ts";
import {
  decideRedisMembers,
  redisDomain,
  redisNodesService,
  redisPod,
  type RedisMember,
} from "../../kit/databases/redis/redis-members.ts";
import {
  clusterKeep,
  redisKeeps,
  clusterStart,
  redisAdmin,
  redisAlive,
  redisFiles,
  redisReady,
  redisSetupFolders,
} from "../../kit/databases/redis/redis-scripts.ts";
import {
  decideRedisClaim,
  decideRedisServer,
  redisSelector,
  type RedisParts,
} from "../../kit/databases/redis/redis-server.ts";
import { decideRedisSetup } from "../../kit/databases/redis/redis-setup.ts";
import {
  decideRedisUsers,
  decideRulesMark,
  redisMetrics,
  redisReplication,
  renderReplication,
  renderUsers,
  type RedisUser,
} from "../../kit/databases/redis/redis-users.ts";
import { isPersistent } from "../../kit/databases/redis/redis.ts";
import { contentHash } from "../../kit/names.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports } from "../../kit/network/ports.ts";
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

/**
 * Redis in the cluster, by Valkey's own servers and without an operator: shards with their followers, which speak TLS alone and know a user
 * for each service. Each server is a StatefulSet of one, and they are changed one after another. What beside each keeps them together is
 * described at `clusterKeep`; a Job puts them together at first.
 * https://valkey.io/topics/cluster-tutorial/
 */
export class RedisCluster extends Component {
  static readonly type = "landbridge:data:RedisCluster";
  readonly access: RedisAccess;

  constructor(name: string, args: OwnStoreArgs<RedisWish>, opts: ComponentResourceOptions) {
    super(RedisCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority, namespace } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const members = decideRedisMembers(store, wish, surroundings);
    const users = decideRedisUsers(args.logins);
    const { passwords, secret } = createUsers(name, store, users, metadata, inside);
    const settings = createSettings(name, args, members, metadata, inside);
    const service = createServerServices(name, doorsOf(store), metadata, inside);
    const hosts = decideHosts([store], [redisNodesService(store)]);
    const certificate = createStoreCertificate(
      name,
      { store, namespace, hosts, authority, surroundings, labels },
      inside,
    );
    const budget = { object: store, selector: redisSelector(store), count: members.length };
    createServersBudget(`${name}-budget`, budget, metadata, inside);
    const parts = {
      store,
      image: imageReference("valkey", surroundings.mirrors),
      exporterImage: imageReference("redis-exporter", surroundings.mirrors),
      users: usersSecret(store),
      certificate: certificate.secretName,
      ...settings.names,
    };
    const before = [secret, certificate.ready, service, ...settings.objects];
    const servers = createServers(name, args, members, parts, metadata, { ...inside, dependsOn: before });
    const job = this.#putTogether(name, args, { members, users, passwords, servers, certificate: parts.certificate });
    const host = after(job, `${store}.${namespaces.data}.svc`);
    this.access = {
      kind: "redis",
      endpoint: { host, port: ports.redis },
      tls: true,
      authorities: authority.certificate,
      logins: Object.fromEntries(
        args.logins.map(({ name: user }): [string, Login] => [
          user,
          { user: after(job, user), password: passwordOf(passwords, user) },
        ]),
      ),
    };
    this.registerOutputs({ host });
  }

  #putTogether(
    name: string,
    { store, wish, surroundings, namespace, authority }: OwnStoreArgs<RedisWish>,
    made: Made,
  ): Resource {
    const { members, users, passwords, servers, certificate } = made;
    return createSetupJob(
      `${name}-setup`,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        image: imageReference("valkey", surroundings.mirrors),
        command: ["/bin/sh", `${redisSetupFolders.files}/setup.sh`],
        files: decideRedisSetup(members.map(redisPod), decideRulesMark(users)),
        folders: redisSetupFolders,
        logins: [],
        admin: { variable: "ADMIN_PASSWORD", password: passwordOf(passwords, redisAdmin) },
        variables: [
          { name: "CA_FILE", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
          { name: "DOMAIN", value: redisDomain(store) },
          { name: "FILES", value: redisSetupFolders.files },
          { name: "PORT", value: String(ports.redis) },
          { name: "SHARDS", value: String(wish.shards) },
          // It begins when servers run: what they are asked for waits for them.
          { name: "STORE", value: after(servers, store) },
          { name: "TMPDIR", value: "/tmp" },
        ],
        volumes: [
          { name: "tmp", emptyDir: { medium: "Memory", sizeLimit: "8Mi" }, mountPath: "/tmp" },
          ...authorityVolumes(store, { certificate: authority.certificate, secretName: certificate }),
        ],
        resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
      },
      this,
    ).job;
  }
}

interface Made {
  readonly members: readonly RedisMember[];
  readonly users: readonly RedisUser[];
  readonly passwords: Passwords;
  readonly servers: Resource;
  readonly certificate: string;
}

type Passwords = Readonly<Record<string, Output<string>>>;

function passwordOf(passwords: Passwords, user: string): Output<string> {
  const found = passwords[user];
  if (found === undefined) throw new Error(`user ${user} has no password`);
  return found;
}

const usersSecret = (store: string): string => `${store}-users`;

/** Under one name, whatever is in it: servers read it anew, and none restarts. */
function createUsers(name: string, store: string, users: readonly RedisUser[], metadata: StoreMetadata, opts: Inside) {
  const passwords: Passwords = Object.fromEntries(
    users.map(({ name: user }) => [user, createPassword(`${name}-login-${user}-password`, opts)]),
  );
  const replication = passwordOf(passwords, redisReplication);
  const stringData = {
    "users.acl": all(passwords).apply((known) => renderUsers(users, known)),
    "replication.conf": replication.apply(renderReplication),
    [redisFiles.adminPassword]: passwordOf(passwords, redisAdmin),
    [redisFiles.replicationPassword]: replication,
    [redisMetrics]: passwordOf(passwords, redisMetrics),
  };
  return {
    passwords,
    secret: new Secret(`${name}-users`, { metadata: metadata(usersSecret(store)), stringData }, opts),
  };
}

/** Settings and scripts named by their contents, so that servers restart one after another when they change; the list of servers is read as it is. */
function createSettings(
  name: string,
  { store, wish }: OwnStoreArgs<RedisWish>,
  members: readonly RedisMember[],
  metadata: StoreMetadata,
  opts: Inside,
) {
  const data = {
    "valkey.conf": decideRedisConfig(wish),
    "start.sh": clusterStart,
    "keep.sh": clusterKeep,
    "keeps.sh": redisKeeps,
    "alive.sh": redisAlive,
    "ready.sh": redisReady,
  };
  const names = { config: `${store}-config-${contentHash(data)}`, members: `${store}-members` };
  const list = { members: members.map((member) => `${redisPod(member)}\n`).join("") };
  const objects = [
    new ConfigMap(`${name}-config`, { metadata: metadata(names.config), immutable: true, data }, opts),
    new ConfigMap(`${name}-members`, { metadata: metadata(names.members), data: list }, opts),
  ];
  return { names, objects };
}

/** Clients and servers ask at the same port. */
function doorsOf(store: string) {
  const door = { selector: redisSelector(store), ports: [{ name: "redis", port: ports.redis }] };
  return { clients: { ...door, service: store }, servers: { ...door, service: redisNodesService(store) } };
}

function createServers(
  name: string,
  { wish, surroundings }: OwnStoreArgs<RedisWish>,
  members: readonly RedisMember[],
  parts: RedisParts,
  metadata: StoreMetadata,
  opts: Waiting,
): Resource {
  const servers = members.map((member) => ({
    name: member.name,
    role: `${member.shard}-${member.copy}`,
    claim: decideRedisClaim(wish, surroundings),
    spec: decideRedisServer(wish, member, parts, surroundings),
  }));
  const kept = isPersistent(wish) ? holdsData(surroundings.protect) : {};
  return createServersInTurn(name, servers, metadata, {
    ...opts,
    kept,
    customTimeouts: { create: "20m", update: "20m" },
  });
}
