import { all, type Output, type Resource } from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { RedisWish } from "../../../environments/schema/stores/stores.ts";
import type { Login, RedisAccess } from "../../cloud.ts";
import { redisDomain, redisPod, type RedisMember } from "../../kit/databases/redis/redis-members.ts";
import { redisAdmin, redisFiles, redisSetupFolders } from "../../kit/databases/redis/redis-scripts.ts";
import { decideRedisClaim, decideRedisServer, type RedisParts } from "../../kit/databases/redis/redis-server.ts";
import {
  redisMetrics,
  redisReplication,
  renderReplication,
  renderUsers,
  type RedisLogin,
  type RedisUser,
} from "../../kit/databases/redis/redis-users.ts";
import { isPersistent } from "../../kit/databases/redis/redis.ts";
import { keepsNothing } from "../../kit/labels.ts";
import { contentHash } from "../../kit/names.ts";
import { after } from "../../kit/outputs.ts";
import { ports } from "../../kit/network/ports.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { holdsData } from "../../kit/protection.ts";
import { createPassword } from "../../secrets/password.ts";
import { createServersInTurn, type Inside, type OwnStoreArgs, type Waiting } from "../own-servers.ts";
import { authorityVolumes, createSetupJob, type SetupVariable } from "../setup-job.ts";
import type { StoreMetadata } from "../store-metadata.ts";

/** Passwords by user. */
export type Passwords = Readonly<Record<string, Output<string>>>;

/** Every user has one. */
export function passwordOf(passwords: Passwords, user: string): Output<string> {
  const found = passwords[user];
  if (found === undefined) throw new Error(`user ${user} has no password`);
  return found;
}

const usersSecret = (store: string): string => `${store}-users`;

/** What pods are made of besides their settings. */
export function partsOf(
  { store, surroundings: { mirrors } }: Pick<OwnStoreArgs<RedisWish, RedisLogin>, "store" | "surroundings">,
  certificate: string,
): Omit<RedisParts, "config" | "members"> {
  return {
    store,
    image: imageReference("valkey", mirrors),
    exporterImage: imageReference("redis-exporter", mirrors),
    users: usersSecret(store),
    certificate,
  };
}

/** A password for each user, and all of them under one name, whatever is in it: servers read it anew, and none restarts. */
export function createUsers(
  name: string,
  store: string,
  users: readonly RedisUser[],
  metadata: StoreMetadata,
  opts: Inside,
  moreFiles: (passwords: Passwords) => Readonly<Record<string, Output<string>>> = () => ({}),
) {
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
    ...moreFiles(passwords),
  };
  return {
    passwords,
    secret: new Secret(`${name}-users`, { metadata: metadata(usersSecret(store)), stringData }, opts),
  };
}

/** Settings and scripts named by their contents, so that servers restart one after another when they change. */
export function createConfig(
  name: string,
  object: string,
  data: Readonly<Record<string, string>>,
  metadata: StoreMetadata,
  opts: Inside,
) {
  const config = `${object}-${contentHash(data)}`;
  return { config, made: new ConfigMap(name, { metadata: metadata(config), immutable: true, data }, opts) };
}

/** The list of servers, which is read as it is. */
export function createMembers(
  name: string,
  store: string,
  members: readonly RedisMember[],
  metadata: StoreMetadata,
  opts: Inside,
) {
  const list = { members: members.map((member) => `${redisPod(member)}\n`).join("") };
  const object = `${store}-members`;
  return {
    members: object,
    made: new ConfigMap(`${name}-members`, { metadata: metadata(object), data: list }, opts),
  };
}

/** The servers of a store, one after the other. Gives the last. */
export function createServers(
  name: string,
  { wish, surroundings }: OwnStoreArgs<RedisWish, RedisLogin>,
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
  const volumes = isPersistent(wish)
    ? { kept: holdsData(surroundings.protect) }
    : { kept: {}, claimLabels: keepsNothing };
  return createServersInTurn(name, servers, metadata, {
    ...opts,
    ...volumes,
    customTimeouts: { create: "20m", update: "20m" },
  });
}

/** By which each service logs in, once servers know it. */
export function loginsAfter(
  job: Resource,
  logins: OwnStoreArgs<RedisWish, RedisLogin>["logins"],
  passwords: Passwords,
): RedisAccess["logins"] {
  return Object.fromEntries(
    logins.map(({ name: user }): [string, Login] => [
      user,
      { user: after(job, user), password: passwordOf(passwords, user) },
    ]),
  );
}

/** What the Job that puts a store together, or waits for it, is made after. `Users` are its users, by who knows them. */
export interface Made<Users> {
  readonly members: readonly RedisMember[];
  readonly users: Users;
  readonly passwords: Passwords;
  readonly servers: Resource;
  readonly certificate: string;
}

/** What differs between Jobs of clusters and of stores with sentinels. */
interface RedisSetup {
  readonly files: Readonly<Record<string, string>>;
  /** The administrator's. */
  readonly password: Output<string>;
  readonly variables: readonly SetupVariable[];
  /** What runs by then. */
  readonly after: Resource;
}

/** The Job by which a store is together: with the servers' own image, as the administrator, by TLS. */
export function createRedisSetup(
  name: string,
  { store, wish, surroundings, namespace, authority, parent }: OwnStoreArgs<RedisWish, RedisLogin> & Inside,
  certificate: string,
  { files, password, variables, after: servers }: RedisSetup,
): Resource {
  return createSetupJob(
    `${name}-setup`,
    {
      ...{ store, surroundings, namespace, dataClass: wish.dataClass, files },
      image: imageReference("valkey", surroundings.mirrors),
      command: ["/bin/sh", `${redisSetupFolders.files}/setup.sh`],
      folders: redisSetupFolders,
      logins: [],
      admin: { variable: "ADMIN_PASSWORD", password },
      variables: [
        { name: "CA_FILE", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
        { name: "DOMAIN", value: redisDomain(store) },
        { name: "FILES", value: redisSetupFolders.files },
        { name: "PORT", value: String(ports.redis) },
        ...variables,
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
    parent,
  ).job;
}
