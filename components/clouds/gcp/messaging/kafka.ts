import { Acl } from "@pulumi/gcp/managedkafka/acl.js";
import { Cluster, type ClusterArgs } from "@pulumi/gcp/managedkafka/cluster.js";
import { Topic, type TopicArgs } from "@pulumi/gcp/managedkafka/topic.js";
import { IAMMember } from "@pulumi/gcp/projects/iammember.js";
import { Account } from "@pulumi/gcp/serviceaccount/account.js";
import { Key } from "@pulumi/gcp/serviceaccount/key.js";
import { secret, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import type { KafkaAccess, Login, ManagedKafka, ManagedKafkaSpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { decideResourceRights, type ResourceRights } from "../../../kit/messaging/kafka/kafka-users.ts";
import { boundedName } from "../../../kit/names.ts";
import { after, afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { aclArgs, aclId, closedAcls, clusterArgs, topicArgs } from "./kafka-args.ts";
import { gcpManagedStores, kafkaPort } from "../databases/managed-stores.ts";
import { nameLimits } from "../names.ts";
import type { Apis } from "../account/services.ts";
import type { GcpSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface GcpKafkaTransforms {
  readonly cluster?: Transform<ClusterArgs>;
  readonly topic?: Transform<TopicArgs>;
}

/** What Kafka is made from. */
export interface GcpKafkaArgs {
  readonly apis: Apis;
  readonly spec: ManagedKafkaSpec;
  readonly settings: GcpSettings;
  readonly transforms?: GcpKafkaTransforms | undefined;
}

/**
 * Kafka as Google's Managed Service: the topics that services declare, an account with a key for each service, and its
 * rights. Google lets everybody at what has no ACL, so that each kind of resource has one as a whole, for an
 * administrator's account: it has no key, and whoever may impersonate it administers the brokers.
 * https://cloud.google.com/managed-service-for-apache-kafka/docs/acl-concepts
 */
export class GcpKafka extends Component implements ManagedKafka {
  static readonly type = "landbridge:gcp:Kafka";
  readonly access: KafkaAccess;

  constructor(name: string, { apis, spec, settings, transforms }: GcpKafkaArgs, opts: ComponentResourceOptions) {
    super(GcpKafka.type, name, { wish: spec.wish, topics: spec.topics.map((topic) => topic.name) }, opts);
    const dependsOn = apis.enable(["managedkafka", "iam"], opts);
    const inside = { parent: this, dependsOn };
    const clusterId = boundedName(name, nameLimits.broker);
    const cluster = new Cluster(
      `${name}-brokers`,
      transformed(transforms?.cluster, clusterArgs(clusterId, spec, settings)),
      // Its name is part of the brokers' addresses, hence fixed.
      { ...inside, ...holdsData(spec.protect), customTimeouts: { create: "60m", update: "60m" } },
    );
    for (const topic of spec.topics) {
      const args = transformed(transforms?.topic, topicArgs(topic, cluster.clusterId, settings));
      new Topic(`${name}-topic-${topic.name}`, args, {
        parent: this,
        ...holdsData(spec.protect),
        deletedWith: cluster,
      });
    }
    const admin = createAccount(`${name}-admin`, settings, inside);
    const users = new Map(
      spec.users.map((user): [string, User] => [user.name, createUser(`${name}-${user.name}`, settings, inside)]),
    );
    const acls = createAcls(name, decideResourceRights(spec.users), { admin, users, cluster, settings, parent: this });
    const usable = [admin.grant, ...acls].map(({ urn }) => urn);
    this.access = {
      kind: "kafka",
      bootstrap: after(cluster, bootstrapOf(clusterId, settings)),
      protocol: "SASL_SSL",
      mechanism: gcpManagedStores.kafka.mechanism,
      logins: Object.fromEntries(
        [...users].map(([user, { email, password, grant }]): [string, Login] => [
          user,
          { user: afterAll(email, [grant.urn, ...usable]), password },
        ]),
      ),
    };
    this.registerOutputs({ bootstrap: this.access.bootstrap });
  }
}

/** https://cloud.google.com/managed-service-for-apache-kafka/docs/connect-cluster */
function bootstrapOf(clusterId: string, { project, regions }: GcpSettings): string {
  return `bootstrap.${clusterId}.${regions.primary}.managedkafka.${project}.cloud.goog:${kafkaPort}`;
}

interface Inside {
  readonly parent: Component;
  readonly dependsOn: Resource[];
}

/** Somebody in Google's eyes who may connect. */
interface Principal {
  readonly email: Output<string>;
  readonly account: Account;
  /** The right to connect at all; what to do there is said by ACLs. */
  readonly grant: IAMMember;
}

interface User extends Principal {
  readonly password: Output<string>;
}

/** The name is part of an e-mail address; it can be made again after deletion, as another account. */
function createAccount(name: string, { project }: GcpSettings, opts: Inside): Principal {
  const account = new Account(
    name,
    { accountId: boundedName(name, nameLimits.serviceAccount), displayName: name },
    opts,
  );
  const grant = new IAMMember(
    `${name}-client`,
    { project, role: "roles/managedkafka.client", member: account.member },
    { parent: opts.parent },
  );
  return { email: account.email, account, grant };
}

/**
 * An account and a key of it, whose file in base64 is the password of SASL/PLAIN.
 * https://cloud.google.com/managed-service-for-apache-kafka/docs/authentication-kafka#sasl-plain
 */
function createUser(name: string, settings: GcpSettings, opts: Inside): User {
  const principal = createAccount(name, settings, opts);
  const key = new Key(`${name}-key`, { serviceAccountId: principal.account.name }, { parent: opts.parent });
  return { ...principal, password: secret(key.privateKey) };
}

interface AclContext {
  readonly admin: Principal;
  readonly users: ReadonlyMap<string, User>;
  readonly cluster: Cluster;
  readonly settings: GcpSettings;
  readonly parent: Component;
}

function createAcls(name: string, resources: readonly ResourceRights[], context: AclContext): Acl[] {
  const { admin, users, cluster, settings, parent } = context;
  const opts = { parent, deletedWith: cluster };
  const closing = closedAcls.map(
    (id) =>
      new Acl(
        `${name}-acl-${id}`,
        aclArgs(id, [{ email: admin.email, operation: "ALL" }], cluster.clusterId, settings),
        opts,
      ),
  );
  const opening = resources.map((resource) => {
    const id = aclId(resource);
    const rights = resource.rights.flatMap(({ user, operation }) => {
      const email = users.get(user)?.email;
      return email === undefined ? [] : [{ email, operation }];
    });
    return new Acl(`${name}-acl-${id.replace("/", "-")}`, aclArgs(id, rights, cluster.clusterId, settings), opts);
  });
  return [...closing, ...opening];
}
