import { StatefulSet } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import { all, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
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
import { redisAdmin, redisAlive, redisKeeps, redisReady } from "../../kit/databases/redis/redis-scripts.ts";
import { decideSentinels } from "../../kit/databases/redis/redis-sentinel-pods.ts";
import {
  followKeep,
  followStart,
  followStop,
  sentinelKeep,
  sentinelPasswordFile,
  sentinelReady,
  sentinelStart,
} from "../../kit/databases/redis/redis-sentinel-scripts.ts";
import { decideSentinelSetup } from "../../kit/databases/redis/redis-sentinel-setup.ts";
import {
  askedOfFound,
  decideFollowing,
  decideSentinelConfig,
  decideSentinelUsers,
  decideSentinelWatch,
  redisRoleSelector,
  sentinelAddresses,
  sentinelCount,
  sentinelLogin,
  sentinelOnServer,
  sentinelSet,
} from "../../kit/databases/redis/redis-sentinels.ts";
import { redisSelector, sentinelEnvironment, type RedisParts } from "../../kit/databases/redis/redis-server.ts";
import {
  decideRedisUsers,
  decideRulesMark,
  renderUsers,
  type RedisLogin,
} from "../../kit/databases/redis/redis-users.ts";
import { decideHosts } from "../../kit/network/hosts.ts";
import { ports, sentinelPort } from "../../kit/network/ports.ts";
import { after } from "../../kit/outputs.ts";
import { holdsData } from "../../kit/protection.ts";
import {
  createServerServices,
  createServersBudget,
  type Inside,
  type OwnStoreArgs,
  type Waiting,
} from "../own-servers.ts";
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

type Args = OwnStoreArgs<RedisWish, RedisLogin>;

/**
 * Redis in the cluster for clients that know no clusters: one leader with its followers, by Valkey's own servers, and three sentinels that agree on who leads.
 * All speak TLS alone and know a user for each service. Sentinels are made first, since servers ask them what to be.
 * https://valkey.io/topics/sentinel/
 */
export class RedisSentinels extends Component {
  static readonly type = "landbridge:data:RedisSentinels";
  readonly access: RedisAccess;

  constructor(name: string, args: Args, opts: ComponentResourceOptions) {
    super(RedisSentinels.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings, authority } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const inside = { parent: this };
    // Who leads at first is there first: followers are ready when they have what it has.
    const members = decideRedisMembers(store, wish, surroundings).reverse();
    const users = decideUsers(args);
    const { passwords, secret } = createUsers(name, store, users.servers, metadata, inside, (known) => ({
      "sentinels.acl": all(known).apply((plain) => renderUsers(users.sentinels, plain)),
      [sentinelPasswordFile]: passwordOf(known, sentinelLogin),
    }));
    const settings = createSettings(name, args, members, metadata, inside);
    const service = createServerServices(name, doorsOf(store), metadata, inside);
    const hosts = decideHosts([store], [redisNodesService(store)]);
    const certificate = createStoreCertificate(name, { ...args, hosts, labels }, inside);
    createBudgets(name, store, members.length, metadata, inside);
    const parts = { ...partsOf(args, certificate.secretName), members: settings.members };
    const before = [secret, certificate.ready, service, ...settings.objects];
    const sentinels = createSentinels(name, args, { ...parts, config: settings.sentinels }, metadata, {
      ...inside,
      dependsOn: before,
    });
    const servers = createServers(name, args, members, { ...parts, config: settings.servers }, metadata, {
      ...inside,
      dependsOn: [...before, sentinels],
    });
    const job = this.#waitFor(name, args, { members, users, passwords, servers, certificate: parts.certificate });
    const host = after(job, `${store}.${namespaces.data}.svc`);
    this.access = {
      kind: "redis",
      endpoint: { host, port: sentinelPort },
      sentinels: { addresses: after(job, sentinelAddresses(store)), leader: store },
      tls: true,
      authorities: authority.certificate,
      logins: loginsAfter(job, args.logins, passwords),
    };
    this.registerOutputs({ host });
  }

  #waitFor(name: string, args: Args, made: Made<ReturnType<typeof decideUsers>>): Resource {
    const { members, users, passwords, servers, certificate } = made;
    const marks = { mark: decideRulesMark(users.servers), sentinelsMark: decideRulesMark(users.sentinels) };
    return createRedisSetup(name, { ...args, parent: this }, certificate, {
      files: decideSentinelSetup(members.map(redisPod), marks),
      password: passwordOf(passwords, redisAdmin),
      variables: sentinelEnvironment(args.store),
      after: servers,
    });
  }
}

/** A user has the same password at servers and at sentinels. */
function decideUsers({ logins }: Args) {
  return {
    servers: decideRedisUsers(logins, { asked: askedOfFound, others: [sentinelOnServer] }),
    sentinels: decideSentinelUsers(logins),
  };
}

/** Settings and scripts of each role, and the list of servers. */
function createSettings(
  name: string,
  { store, wish }: Args,
  members: readonly RedisMember[],
  metadata: StoreMetadata,
  opts: Inside,
) {
  const both = { "keeps.sh": redisKeeps, "alive.sh": redisAlive };
  const ofServers = {
    ...both,
    "valkey.conf": decideRedisConfig(wish, decideFollowing(wish)),
    "start.sh": followStart,
    "stop.sh": followStop,
    "keep.sh": followKeep,
    "ready.sh": redisReady,
  };
  const ofSentinels = {
    ...both,
    "sentinel.conf": decideSentinelConfig(),
    "watch.conf": decideSentinelWatch(store),
    "start.sh": sentinelStart,
    "keep.sh": sentinelKeep,
    "ready.sh": sentinelReady,
  };
  const servers = createConfig(`${name}-config`, `${store}-config`, ofServers, metadata, opts);
  const sentinels = createConfig(
    `${name}-sentinel-config`,
    `${sentinelSet(store)}-config`,
    ofSentinels,
    metadata,
    opts,
  );
  const list = createMembers(name, store, members, metadata, opts);
  return {
    servers: servers.config,
    sentinels: sentinels.config,
    members: list.members,
    objects: [servers.made, sentinels.made, list.made],
  };
}

/** Clients begin at any sentinel; servers and sentinels have names by the same Service. */
function doorsOf(store: string) {
  const asked = { name: "sentinel", port: sentinelPort };
  return {
    clients: { service: store, selector: redisRoleSelector(store, "sentinel"), ports: [asked] },
    servers: {
      service: redisNodesService(store),
      selector: redisSelector(store),
      ports: [{ name: "redis", port: ports.redis }, asked],
    },
  };
}

function createBudgets(name: string, store: string, servers: number, metadata: StoreMetadata, opts: Inside): void {
  const groups = [
    { role: "server", object: store, count: servers },
    { role: "sentinel", object: sentinelSet(store), count: sentinelCount },
  ] as const;
  for (const { role, object, count } of groups) {
    const selector = redisRoleSelector(store, role);
    createServersBudget(`${name}-${role}-budget`, { object, selector, count }, metadata, opts);
  }
}

/** What a sentinel promised must outlive it, as data does. */
function createSentinels(
  name: string,
  { store, surroundings }: Args,
  parts: RedisParts,
  metadata: StoreMetadata,
  opts: Waiting,
): Resource {
  return new StatefulSet(
    `${name}-sentinel`,
    { metadata: metadata(sentinelSet(store)), spec: decideSentinels(parts, surroundings) },
    {
      ...opts,
      dependsOn: [...opts.dependsOn],
      ...holdsData(surroundings.protect),
      customTimeouts: { create: "20m", update: "20m" },
    },
  );
}
