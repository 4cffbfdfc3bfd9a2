import { User, type UserArgs } from "@pulumi/aws/elasticache/user.js";
import { UserGroup, type UserGroupArgs } from "@pulumi/aws/elasticache/userGroup.js";
import { output, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { Login } from "../../../../cloud.ts";
import type { RedisUser } from "../../../../kit/databases/redis/redis-users.ts";
import { boundedName, contentHash } from "../../../../kit/names.ts";
import type { Tags } from "../../../../kit/tags.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import { createPassword } from "../../../../secrets/password.ts";
import { nameLimits } from "../../names.ts";
import { tagsOf } from "../../tags.ts";

/** Who logs in to a cluster. */
export interface RedisUsersArgs {
  /** Its id, which no other in the account's region has. */
  readonly cluster: string;
  readonly users: readonly RedisUser[];
  readonly tags: Tags;
  readonly transforms: RedisUsersTransforms | undefined;
}

/** What a caller may change on the children below. */
export interface RedisUsersTransforms {
  readonly user?: Transform<UserArgs>;
  readonly userGroup?: Transform<UserGroupArgs>;
}

/** Logins by user, and the group that lets them in. */
export interface RedisUsers {
  readonly logins: Readonly<Record<string, Login>>;
  readonly group: Output<string>;
}

/** Whom a password alone logs in: off, and with a password that nobody is told, since Valkey's users must have one. */
const nobody: RedisUser = { name: "default", rules: "-@all" };

/**
 * Users of a cluster in a group of its own; `default` is one of ours, or AWS's own, which may do everything without a password, would be
 * asked for. A group takes 100 users and a region 2000 before a quota has to be raised.
 * https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
 */
export function createRedisUsers(name: string, args: RedisUsersArgs, parent: Resource): RedisUsers {
  const { cluster, users, tags, transforms } = args;
  const made = [nobody, ...users].map((user) => {
    const role = `${name}-user-${user.name}`;
    const password = createPassword(`${role}-password`, { parent });
    const login = new User(role, transformed(transforms?.user, redisUserArgs(cluster, user, password, tags)), {
      parent,
    });
    return { user: user.name, password, id: login.userId };
  });
  const group = new UserGroup(
    `${name}-users`,
    transformed(transforms?.userGroup, {
      userGroupId: cluster,
      engine,
      userIds: made.map(({ id }) => id),
      tags: tagsOf(tags),
    }),
    { parent },
  );
  const logins = made
    .filter(({ user }) => user !== nobody.name)
    .map(({ user, password }): [string, Login] => [user, { user: output(user), password }]);
  return { logins: Object.fromEntries(logins), group: group.userGroupId };
}

/** Users without a password are refused to a group of this engine, and only it may hold users of this engine. */
const engine = "valkey";

/** The rules of a store in the cluster, as an access string. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUser.html */
export function redisUserArgs(cluster: string, user: RedisUser, password: Input<string>, tags: Tags): UserArgs {
  return {
    userId: redisUserId(cluster, user.name),
    userName: user.name,
    engine,
    accessString: `${user.name === nobody.name ? "off" : "on"} ${user.rules}`,
    // 16 to 128 characters, and two at most.
    passwords: [password],
    tags: tagsOf(tags),
  };
}

/**
 * A user's id in the account's region: letters, digits and single dashes. What is lost of the name stands in the digits, so that no two users of
 * any clusters share one.
 */
export function redisUserId(cluster: string, user: string): string {
  const digits = contentHash([cluster, user], 6);
  const words = `${cluster}-${user}`.replace(/[^a-z0-9]+/g, "-");
  return `${boundedName(words, nameLimits.cacheUser - digits.length - 1)}-${digits}`;
}
