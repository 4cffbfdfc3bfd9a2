import type { ComponentResourceOptions, Resource } from "@pulumi/pulumi";
import type { RedisWish } from "../../../environments/schema/stores/stores.ts";
import type { RedisAccess } from "../../cloud.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { Component } from "../../kit/component.ts";
import { decideRedisConfig } from "../../kit/databases/redis/redis-config.ts";
import {
  decideRedisMembers,
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
  redisReady,
} from "../../kit/databases/redis/redis-scripts.ts";
import { redisSelector } from "../../kit/databases/redis/redis-server.ts";
import { decideRedisSetup } from "../../kit/databases/redis/redis-setup.ts";
import {
  decideRedisUsers,
  decideRulesMark,
  type RedisLogin,
  type RedisUser,
} from "../../kit/databases/redis/redis-users.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { createServerServices, createServersBudget, type Inside, type OwnStoreArgs } from "../own-servers.ts";
import { createStoreCertificate } from "../store-certificate.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";
import {
  createConfig,
  createMembers,
  createRedisSetup,
  createServers,
  createUsers,
  loginsAfter,
  partsOf,
  passwordOf,
  type Made,
} from "./redis-parts.ts";

/**
 * Redis in the cluster, by Valkey's own servers and without an operator: shards with their followers, which speak TLS alone and know a user
 * for each service. Each server is a StatefulSet of one, and they are changed one after another. What beside each keeps them together is
 * described at `clusterKeep`; a Job puts them together at first.
 * https://valkey.io/topics/cluster-tutorial/
 */
export class RedisCluster extends Component {
  static readonly type = "landbridge:data:RedisCluster";
  readonly access: RedisAccess;

  constructor(name: string, args: OwnStoreArgs<RedisWish, RedisLogin>, opts: ComponentResourceOptions) {
    super(RedisCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    const members = decideRedisMembers(store, wish, surroundings);
    const users = decideRedisUsers(args.logins);
    const { passwords, secret } = createUsers(name, store, users, metadata, inside);
    const settings = createSettings(name, args, members, metadata, inside);
    const service = createServerServices(name, doorsOf(store), metadata, inside);
    const hosts = decideHosts([store], [redisNodesService(store)]);
    const certificate = createStoreCertificate(name, { ...args, hosts, labels }, inside);
    const budget = { object: store, selector: redisSelector(store), count: members.length };
    createServersBudget(`${name}-budget`, budget, metadata, inside);
    const parts = { ...partsOf(args, certificate.secretName), ...settings.names };
    const before = [secret, certificate.ready, service, ...settings.objects];
    const servers = createServers(name, args, members, parts, metadata, { ...inside, dependsOn: before });
    const job = this.#putTogether(name, args, { members, users, passwords, servers, certificate: parts.certificate });
    const host = after(job, `${store}.${namespaces.data}.svc`);
    this.access = {
      kind: "redis",
      endpoint: { host, port: ports.redis },
      tls: true,
      authorities: authority.certificate,
      logins: loginsAfter(job, args.logins, passwords),
    };
    this.registerOutputs({ host });
  }

  #putTogether(name: string, args: OwnStoreArgs<RedisWish, RedisLogin>, made: Made<readonly RedisUser[]>): Resource {
    const { members, users, passwords, servers, certificate } = made;
    return createRedisSetup(name, { ...args, parent: this }, certificate, {
      files: decideRedisSetup(members.map(redisPod), decideRulesMark(users)),
      password: passwordOf(passwords, redisAdmin),
      variables: [{ name: "SHARDS", value: String(args.wish.shards) }],
      after: servers,
    });
  }
}

/** Settings and scripts, and the list of servers. */
function createSettings(
  name: string,
  { store, wish }: OwnStoreArgs<RedisWish, RedisLogin>,
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
  const config = createConfig(`${name}-config`, `${store}-config`, data, metadata, opts);
  const list = createMembers(name, store, members, metadata, opts);
  return { names: { config: config.config, members: list.members }, objects: [config.made, list.made] };
}

/** Clients and servers ask at the same port. */
function doorsOf(store: string) {
  const door = { selector: redisSelector(store), ports: [{ name: "redis", port: ports.redis }] };
  return { clients: { ...door, service: store }, servers: { ...door, service: redisNodesService(store) } };
}
