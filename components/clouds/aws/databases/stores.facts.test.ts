import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { KafkaWish, RedisWish } from "../../../../environments/schema/stores/stores.ts";
import { isSecret } from "../../../../plan/planned-resource.ts";
import { decideRedisLogins } from "../../../kit/databases/redis/redis-logins.ts";
import { decideServiceUsers } from "../../../kit/databases/redis/redis-users.ts";
import { ancestors } from "../../layer.fixture.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { decideBrokerMachine } from "../messaging/kafka-args.ts";
import { named, ofType, planOf, wholePlan } from "../plan.fixture.ts";
import { checkManagedStores } from "./managed-stores-check.ts";

const userType = "aws:elasticache/user:User";
const clusterType = "aws:elasticache/replicationGroup:ReplicationGroup";

function environmentWith(redis: Partial<RedisWish>, kafka: Partial<KafkaWish> = {}) {
  return awsEnvironment({
    stores: {
      orders: { kind: "postgres", placement: "managed" },
      sessions: { kind: "redis", placement: "managed", ...redis },
      events: { kind: "kafka", placement: "managed", ...kafka },
    },
  });
}

// https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Durability.Limitations.html
describe("ElastiCache", () => {
  it("writes sessions to a log, which takes Valkey 9, shards, TLS, a follower each and a machine of its own", async () => {
    const { inputs } = named(await wholePlan(), clusterType, "shop-prod-sessions-servers");
    expect(inputs).toMatchObject({
      durability: "async",
      engine: "valkey",
      engineVersion: "9.0",
      clusterMode: "enabled",
      numNodeGroups: 3,
      replicasPerNodeGroup: 1,
      automaticFailoverEnabled: true,
      multiAzEnabled: true,
      transitEncryptionEnabled: true,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: true,
      snapshotRetentionLimit: 7,
      nodeType: "cache.r7g.large",
    });
  });

  it("keeps nothing of a cache, and fails over also where no follower is", async () => {
    const plan = await planOf(environmentWith({ purpose: "cache", replicasPerShard: 0 }));
    const { inputs } = named(plan, clusterType, "shop-prod-sessions-servers");
    expect(inputs).toMatchObject({ snapshotRetentionLimit: 0, automaticFailoverEnabled: true, multiAzEnabled: false });
    expect([inputs["durability"], inputs["finalSnapshotIdentifier"]]).toEqual([undefined, undefined]);
  });

  it("evicts by the purpose, in parameters of the engine's own family", async () => {
    const parameters = async (purpose: RedisWish["purpose"]) => {
      const plan = await planOf(environmentWith({ purpose }));
      return named(plan, "aws:elasticache/parameterGroup:ParameterGroup", "shop-prod-sessions-parameters").inputs;
    };
    expect(await parameters("rate-limit")).toMatchObject({
      family: "valkey9",
      parameters: [
        { name: "cluster-enabled", value: "yes" },
        { name: "maxmemory-policy", value: "volatile-ttl" },
      ],
    });
  });

  // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html
  describe("knows a user for each service, in a group that the cluster asks", () => {
    const readers = { report: { image: "commerce/report:1.0.0", uses: { sessions: "read" as const } } };
    const writers = {
      order: {
        image: "commerce/order:1.0.0",
        uses: { sessions: "read-write" as const },
        warms: { sessions: { keys: "cart:", command: ["fill"] } },
      },
    };
    const environment = awsEnvironment({
      stores: { sessions: { kind: "redis", placement: "managed", purpose: "cache" } },
      domains: { commerce: { owner: "commerce", services: { ...writers, ...readers } } },
    });
    const plan = planOf(environment);
    const userOf = async (name: string) => named(await plan, userType, `shop-prod-sessions-user-${name}`).inputs;
    const names = ["commerce-order", "commerce-order.warm", "commerce-report"];

    it("with the rights that it has in the cluster", async () => {
      const rules = decideServiceUsers(decideRedisLogins(environment, "sessions"));
      expect(rules.map(({ name }) => name).sort()).toEqual(names);
      for (const { name, rules: granted } of rules)
        expect(await userOf(name)).toMatchObject({ userName: name, engine: "valkey", accessString: `on ${granted}` });
      expect((await userOf("commerce-report"))["accessString"]).toMatch(/^on %R~\* /);
      expect((await userOf("commerce-order.warm"))["accessString"]).toMatch(/^on ~cart:\* /);
    });

    it("with a secret password of its own, and none without one", async () => {
      for (const name of ["default", ...names]) {
        const user = named(await plan, userType, `shop-prod-sessions-user-${name}`);
        expect(isSecret(user.inputs["passwords"])).toBe(true);
        expect(user.inputs["noPasswordRequired"]).toBeUndefined();
        const made = [...ancestors(await plan, user)].filter(({ type }) => type.endsWith(":RandomPassword"));
        expect(made.map((password) => password.name)).toEqual([`shop-prod-sessions-user-${name}-password`]);
      }
    });

    // Of Redis' engine a group without it is refused, and AWS's own may do everything without a password.
    it("with a `default` that is off", async () => {
      expect(await userOf("default")).toMatchObject({ userName: "default", accessString: "off -@all" });
      const ids = await Promise.all(["default", ...names].map(async (name) => (await userOf(name))["userId"]));
      const group = named(await plan, "aws:elasticache/userGroup:UserGroup", "shop-prod-sessions-users");
      expect(group.inputs).toMatchObject({ engine: "valkey", userGroupId: "shop-prod-sessions" });
      expect(z.string().array().parse(group.inputs["userIds"]).sort()).toEqual(ids.sort());
      expect(ids).not.toContain("default");
    });

    // https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html#Migrate-From-RBAC-to-Auth
    it("and gives up the one password that it had, in place and in one change", async () => {
      const cluster = named(await plan, clusterType, "shop-prod-sessions-servers");
      expect(cluster.inputs).toMatchObject({
        userGroupIds: ["shop-prod-sessions"],
        authTokenUpdateStrategy: "DELETE",
        transitEncryptionEnabled: true,
      });
      expect(cluster.inputs["authToken"]).toBeUndefined();
      const before = [...ancestors(await plan, cluster)].map(({ type }) => type);
      expect(before).toEqual(expect.arrayContaining(["aws:elasticache/userGroup:UserGroup", userType]));
    });
  });

  it("is reached by nodes and pods alone", async () => {
    const { inputs } = named(await wholePlan(), "aws:ec2/securityGroup:SecurityGroup", "shop-prod-sessions-clients");
    expect(inputs).toMatchObject({ ingress: [{ protocol: "tcp", fromPort: 6379, toPort: 6379 }], egress: [] });
    expect(JSON.stringify(inputs["ingress"])).not.toContain("0.0.0.0/0");
  });
});

// https://docs.aws.amazon.com/msk/latest/developerguide/msk-password.html
describe("MSK", () => {
  it("takes passwords by SCRAM over TLS and nothing else, on private addresses", async () => {
    const { inputs } = named(await wholePlan(), "aws:msk/cluster:Cluster", "shop-prod-events-brokers");
    expect(inputs).toMatchObject({
      kafkaVersion: "4.1.x.kraft",
      numberOfBrokerNodes: 3,
      clientAuthentication: { sasl: { scram: true, iam: false }, unauthenticated: false },
      encryptionInfo: { encryptionInTransit: { clientBroker: "TLS", inCluster: true } },
      brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "DISABLED" } } },
    });
  });

  it("finds logins in secrets of the one beginning that it takes, under a key of ours, open to it alone", async () => {
    const plan = await wholePlan();
    const secrets = ofType(plan, "aws:secretsmanager/secret:Secret").filter(({ name }) => name.includes("-events-"));
    expect(secrets.map(({ inputs }) => inputs["name"])).toEqual([
      "AmazonMSK_shop-prod-events-commerce-order",
      "AmazonMSK_shop-prod-events-commerce-report",
      "AmazonMSK_shop-prod-events-landbridge",
    ]);
    for (const { inputs } of secrets) expect(inputs["kmsKeyId"]).toMatch(/::shop-prod-key-confidential-key#arn}$/);
    const association = named(plan, "aws:msk/scramSecretAssociation:ScramSecretAssociation", "shop-prod-events-logins");
    const before = [...ancestors(plan, association)].map(({ type }) => type);
    expect(before).toEqual(
      expect.arrayContaining([
        "aws:secretsmanager/secretVersion:SecretVersion",
        "aws:secretsmanager/secretPolicy:SecretPolicy",
      ]),
    );
  });

  it("makes the topics that services declare, with three copies, and none by itself", async () => {
    const plan = await wholePlan();
    const topic = named(plan, "aws:msk/topic:Topic", "shop-prod-events-topic-orders.created");
    expect(topic.inputs).toMatchObject({
      partitionCount: 24,
      replicationFactor: 3,
      configs: '{"cleanup.policy":"delete","min.insync.replicas":"2","retention.ms":"604800000"}',
    });
    const { inputs } = named(plan, "aws:msk/configuration:Configuration", "shop-prod-events-configuration");
    for (const line of [
      "auto.create.topics.enable=false",
      "min.insync.replicas=2",
      "unclean.leader.election.enable=false",
    ])
      expect(inputs["serverProperties"]).toContain(`${line}\n`);
  });

  // https://docs.aws.amazon.com/msk/latest/developerguide/msk-autoexpand.html
  it("lets volumes grow by themselves, and never asks for the first size again", async () => {
    const plan = await wholePlan();
    const target = named(plan, "aws:appautoscaling/target:Target", "shop-prod-events-storage");
    expect(target.inputs).toMatchObject({
      serviceNamespace: "kafka",
      scalableDimension: "kafka:broker-storage:VolumeSize",
      minCapacity: 1,
      maxCapacity: 80,
    });
    expect(named(plan, "aws:msk/cluster:Cluster", "shop-prod-events-brokers").ignoreChanges).toEqual([
      "brokerNodeGroupInfo.storageInfo.ebsStorageInfo.volumeSize",
    ]);
  });

  it("has brokers of a size that no other shares", () => {
    const machineOf = (size: KafkaWish["size"]) => decideBrokerMachine({ size }).name;
    expect([machineOf("nano"), machineOf("large"), machineOf("xlarge"), machineOf("2xlarge")]).toEqual([
      "kafka.m7g.large",
      "kafka.m7g.large",
      "kafka.m7g.xlarge",
      "kafka.m7g.2xlarge",
    ]);
  });
});

describe("the check of managed stores", () => {
  const issues = (...args: Parameters<typeof environmentWith>) =>
    checkManagedStores(environmentWith(...args)).map(({ path, wayOut }) => [path, wayOut]);

  it("finds nothing wrong with what AWS takes", () => {
    expect(issues({ purpose: "session" }, { brokers: 6 })).toEqual([]);
  });

  it("fails sessions without a follower, which have no log", () => {
    expect(issues({ purpose: "session", replicasPerShard: 0 })).toEqual([
      ["stores.sessions.replicasPerShard", "write 1 or more, or another purpose"],
    ]);
  });

  it("fails brokers that don't spread evenly over three zones", () => {
    expect(issues({}, { brokers: 4 })).toEqual([["stores.events.brokers", "write 6"]]);
    expect(issues({}, { brokers: 1 })).toEqual([["stores.events.brokers", "write 3"]]);
  });

  it("fails a name with two dashes in a row", () => {
    const environment = { ...environmentWith({}), name: "shop--prod" };
    expect(checkManagedStores(environment).map(({ path }) => path)).toEqual(["stores.sessions"]);
  });
});
