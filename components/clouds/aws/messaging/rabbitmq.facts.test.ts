import { describe, expect, it } from "vitest";
import { isSecret, placeholder, type PlannedValue } from "../../../../plan/planned-resource.ts";
import type { RabbitmqWish } from "../../../../environments/schema/messaging/rabbitmq.ts";
import { ancestors } from "../../layer.fixture.ts";
import { awsCapabilities } from "../capabilities.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { at, named, ofType, planOf, wholePlan } from "../plan.fixture.ts";
import { decideQueueMachine, hostAt } from "./rabbitmq-args.ts";

const brokerType = "aws:mq/broker:Broker";

function listOf(value: PlannedValue | undefined): readonly PlannedValue[] {
  return isList(value) ? value : [];
}

function isList(value: PlannedValue | undefined): value is readonly PlannedValue[] {
  return Array.isArray(value);
}

async function brokerOf(jobs: Partial<RabbitmqWish> = {}) {
  const plan = await planOf(
    awsEnvironment({ stores: { jobs: { kind: "rabbitmq", placement: "managed", ...jobs } }, domains: {} }),
  );
  return named(plan, brokerType, "shop-prod-jobs-broker");
}

// https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/working-with-rabbitmq.html
describe("RabbitMQ on Amazon MQ", () => {
  it("is a cluster over three zones, reached from inside only, that takes its patches and writes its log", async () => {
    const { inputs } = named(await wholePlan(), brokerType, "shop-prod-jobs-broker");
    expect(inputs).toMatchObject({
      brokerName: "shop-prod-jobs",
      engineType: "RabbitMQ",
      engineVersion: "4.2",
      deploymentMode: "CLUSTER_MULTI_AZ",
      hostInstanceType: "mq.m7g.large",
      publiclyAccessible: false,
      autoMinorVersionUpgrade: true,
      logs: { general: true },
      maintenanceWindowStartTime: { dayOfWeek: "SUNDAY", timeOfDay: "03:30", timeZone: "UTC" },
      tags: { "data-class": "internal" },
    });
    expect(inputs["subnetIds"]).toHaveLength(3);
  });

  // A single broker takes one subnet. https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html
  it("is in one subnet where it is one broker", async () => {
    const { inputs } = await brokerOf({ brokers: 1 });
    expect(inputs["deploymentMode"]).toBe("SINGLE_INSTANCE");
    expect(inputs["subnetIds"]).toHaveLength(1);
  });

  // RabbitMQ 4 runs on this family alone. https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/rabbitmq-4.html
  it("runs on machines of the one family that version 4 takes", () => {
    const machineOf = (size: RabbitmqWish["size"]) => decideQueueMachine({ size, brokers: 1 }).name;
    expect([machineOf("nano"), machineOf("medium"), machineOf("large"), machineOf("2xlarge")]).toEqual([
      "mq.m7g.medium",
      "mq.m7g.medium",
      "mq.m7g.large",
      "mq.m7g.2xlarge",
    ]);
  });

  // https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/best-practices-broker-setup.html
  it("has no broker in a cluster on the machine that is for tests", () => {
    expect(decideQueueMachine({ size: "nano", brokers: 3 }).name).toBe("mq.m7g.large");
  });

  // https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-amazonmq-broker-encryptionoptions.html
  it("is asked for without a key, which Amazon MQ refuses for RabbitMQ, and says so to who compares clouds", async () => {
    const { inputs } = await brokerOf({ dataClass: "personal" });
    expect(inputs).not.toHaveProperty("encryptionOptions");
    expect(awsCapabilities["stores.rabbitmq.managed"]).toMatchObject({
      differs: expect.stringContaining("a key of AWS's own") as unknown,
    });
  });

  it("makes no key that nothing would use", async () => {
    const stores = { jobs: { kind: "rabbitmq", placement: "managed", dataClass: "public" } } as const;
    const plan = await planOf(awsEnvironment({ stores, domains: {} }));
    expect(ofType(plan, "aws:kms/key:Key").map(({ name }) => name)).not.toContain("shop-prod-key-public-key");
  });

  // https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers-broker-id-users-username.html
  it("has one administrator, whose password is never in the clear and never makes the broker anew", async () => {
    const { inputs, ignoreChanges } = named(await wholePlan(), brokerType, "shop-prod-jobs-broker");
    const [user, ...others] = listOf(inputs["users"]);
    expect(others).toEqual([]);
    expect(at(user, "username")).toBe("landbridge");
    expect(isSecret(at(user, "password"))).toBe(true);
    expect(ignoreChanges).toEqual(["users"]);
  });

  // Auditing by Amazon MQ is ActiveMQ's. https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html
  it("asks for no log that RabbitMQ hasn't", async () => {
    expect((await brokerOf()).inputs["logs"]).toEqual({ general: true });
  });

  // Brokers are in one of two domains. https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/connect-to-amazonmq.html
  it.each(["amazonaws.com", "on.aws"])("is reached by the name that Amazon MQ answers, in %s too", (domain) => {
    expect(hostAt(`amqps://b-1234.mq.eu-west-1.${domain}:5671`)).toBe(`b-1234.mq.eu-west-1.${domain}`);
  });

  it("says to whoever uses it what Amazon MQ answered, and no name that was put together here", async () => {
    const plan = await wholePlan();
    const { urn } = named(plan, brokerType, "shop-prod-jobs-broker");
    expect(JSON.stringify(plan.outputs["stores"])).toContain(placeholder(urn, "instances.0.endpoints.0"));
  });

  it("opens AMQP over TLS and the management API to nodes and pods, and nothing else", async () => {
    const { inputs } = named(await wholePlan(), "aws:ec2/securityGroup:SecurityGroup", "shop-prod-jobs-clients");
    expect(inputs).toMatchObject({
      ingress: [
        { protocol: "tcp", fromPort: 443, toPort: 443 },
        { protocol: "tcp", fromPort: 5671, toPort: 5671 },
      ],
      egress: [],
    });
    expect(JSON.stringify(inputs["ingress"])).not.toContain("0.0.0.0/0");
  });

  it("holds data: it is protected, and never deleted to make room for another", async () => {
    const broker = named(await wholePlan(), brokerType, "shop-prod-jobs-broker");
    expect(broker).toMatchObject({ protect: true, deleteBeforeReplace: false });
    const open = awsEnvironment({
      protect: false,
      stores: { jobs: { kind: "rabbitmq", placement: "managed" } },
      domains: {},
    });
    expect(named(await planOf(open), brokerType, "shop-prod-jobs-broker").protect).toBe(false);
  });

  it("waits for its network and its security group, which can't be changed afterwards", async () => {
    const plan = await wholePlan();
    const before = [...ancestors(plan, named(plan, brokerType, "shop-prod-jobs-broker"))].map(({ name }) => name);
    expect(before).toContain("shop-prod-jobs-clients");
  });

  // 1 to 50 of letters, digits, - and _. https://docs.aws.amazon.com/amazon-mq/latest/api-reference/brokers.html
  it("has a name that Amazon MQ takes, however long the store's is", async () => {
    const environment = awsEnvironment(
      { stores: { "jobs-of-a-very-long-name": { kind: "rabbitmq", placement: "managed" } }, domains: {} },
      "a-system-of-a-long-name-production",
    );
    const [broker] = ofType(await planOf(environment), brokerType);
    expect(broker?.inputs["brokerName"]).toMatch(/^[A-Za-z0-9_-]{1,50}$/);
  });
});
