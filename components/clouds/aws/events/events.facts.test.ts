import { describe, expect, it } from "vitest";
import { plannedEvents } from "../../events.fixture.ts";
import { ancestors } from "../../layer.fixture.ts";
import { bucketEventWishes } from "../../wishes.fixture.ts";
import { checkAws } from "../check.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { nameLimits } from "../names.ts";
import { decideKeyPolicy } from "../rights/key-policy.ts";
import { adapterVariables } from "./adapter.ts";
import { visibilityTimesTimeout } from "./queue.ts";

const environment = awsEnvironment({ events: bucketEventWishes });
const { whole, named } = plannedEvents(environment);

const text = (value: unknown): string => JSON.stringify(value);

describe("a queue on SQS", () => {
  const queue = () => named("shop-prod-events-queue-invoices-messages", "sqs/queue:");

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  it("hides a message six times as long as its function may work, 12 hours at most", async () => {
    expect(visibilityTimesTimeout).toBe(6);
    expect((await queue()).inputs["visibilityTimeoutSeconds"]).toBe(360);
    expect(900 * visibilityTimesTimeout).toBeLessThanOrEqual(43_200);
    const read = await named("shop-prod-events-queue-newcomers-messages", "sqs/queue:");
    expect(read.inputs["visibilityTimeoutSeconds"]).toBe(120);
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
  it("sets a message aside after so many tries, in a queue that keeps it as long as SQS does and takes from no other", async () => {
    const { inputs, protect } = await queue();
    expect(text(inputs["redrivePolicy"])).toContain('\\"maxReceiveCount\\":8');
    expect(inputs["messageRetentionSeconds"]).toBe(7 * 86_400);
    const dead = await named("shop-prod-events-queue-invoices-dead-letters", "sqs/queue:");
    expect(dead.inputs["messageRetentionSeconds"]).toBe(14 * 86_400);
    expect([protect, dead.protect]).toEqual([true, true]);
    const allowed = await named("shop-prod-events-queue-invoices-dead-letters-from");
    expect(text(allowed.inputs["redriveAllowPolicy"])).toContain("byQueue");
  });

  // https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-queues.html
  it("has a name of 80 characters at most, however long the environment's and its own are", async () => {
    expect(nameLimits.queue).toBe(80);
    const long = "a".repeat(30);
    const { whole: other } = plannedEvents(
      awsEnvironment({ events: { queues: { [long]: {} } }, domains: {}, stores: {} }, `${"shop".repeat(6)}-production`),
    );
    const names = (await other()).resources
      .filter(({ type }) => type === "aws:sqs/queue:Queue")
      .map(({ inputs }) => inputs["name"]);
    expect(names).toHaveLength(2);
    for (const name of names) expect(name).toMatch(/^[\w-]{1,80}$/);
    expect(new Set(names).size).toBe(2);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/grant-destinations-permissions-to-s3.html
  it("lets one bucket write, for this account alone, and refuses the rest in the clear", async () => {
    const { inputs } = await named("shop-prod-events-queue-thumbnail-messages", "queuePolicy");
    expect(text(inputs["policy"])).toContain("s3.amazonaws.com");
    expect(text(inputs["policy"])).toContain('\\"aws:SourceAccount\\":\\"111122223333\\"');
    expect(text(inputs["policy"])).toContain("aws:SecureTransport");
  });

  // https://docs.aws.amazon.com/sns/latest/dg/sns-enable-encryption-for-topic-sqs-queue-subscriptions.html
  it("is encrypted by a key that S3 and SNS may use for this account", () => {
    const feeders = decideKeyPolicy(["queues"], environment.cloud).find(({ Sid }) => Sid === "Feeders");
    expect(feeders).toMatchObject({
      Principal: { Service: ["s3.amazonaws.com", "sns.amazonaws.com"] },
      Condition: { StringEquals: { "aws:SourceAccount": "111122223333" } },
    });
  });
});

describe("what feeds a queue", () => {
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
  it("is one list for a bucket, written after all queues let it write", async () => {
    const plan = await whole();
    const lists = plan.resources.filter(({ type }) => type.endsWith(":BucketNotification"));
    expect(lists).toHaveLength(1);
    const [list] = lists;
    if (list === undefined) throw new Error("there is no list");
    expect(list.inputs["queues"]).toMatchObject([
      { id: "erase" },
      { id: "thumbnail", events: ["s3:ObjectCreated:*"], filterPrefix: "incoming/" },
    ]);
    const before = [...ancestors(plan, list)].map(({ type, name }) => `${type.split(":").at(-1) ?? ""} ${name}`);
    expect(before).toContain("QueuePolicy shop-prod-events-queue-erase-messages");
    expect(before).toContain("QueuePolicy shop-prod-events-queue-thumbnail-messages");
  });

  // `…:Delete` also tells of an earlier version of an object that is still there.
  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-configure-notification.html
  it("tells of a deleted object by its mark, and never of an earlier version that goes for good", async () => {
    const list = (await whole()).resources.find(({ type }) => type.endsWith(":BucketNotification"));
    expect(list?.inputs["queues"]).toMatchObject([
      { id: "erase", events: ["s3:LifecycleExpiration:DeleteMarkerCreated", "s3:ObjectRemoved:DeleteMarkerCreated"] },
      { id: "thumbnail" },
    ]);
    const versioning = (await whole()).resources.filter(({ type }) => type.endsWith(":BucketVersioning"));
    expect(versioning.map(({ inputs }) => text(inputs["versioningConfiguration"]))).not.toContain("Suspended");
    expect(versioning.length).toBeGreaterThan(0);
  });

  // https://docs.aws.amazon.com/sns/latest/dg/sns-large-payload-raw-message-delivery.html
  it("passes a topic's message on as it was written", async () => {
    const { inputs } = await named("shop-prod-events-queue-welcome-subscription");
    expect(inputs).toMatchObject({ protocol: "sqs", rawMessageDelivery: true });
  });
});

describe("a function on Lambda", () => {
  const lambda = () => named("shop-prod-events-function-bill-function");

  // https://docs.aws.amazon.com/lambda/latest/dg/images-create.html
  it("is an image of this account's registry, in the network, with a log group that ends", async () => {
    const { inputs } = await lambda();
    expect(inputs).toMatchObject({
      packageType: "Image",
      imageUri: "111122223333.dkr.ecr.eu-west-1.amazonaws.com/shop-prod-registry/commerce/bill:1.0.0",
      memorySize: 1024,
      timeout: 60,
      architectures: ["x86_64"],
      loggingConfig: { logFormat: "JSON", logGroup: "/aws/lambda/shop-prod-events-function-bill" },
    });
    expect(text(inputs["vpcConfig"])).toContain("shop-prod-network-nodes-");
    expect(inputs["reservedConcurrentExecutions"]).toBeUndefined();
    expect(nameLimits.function).toBe(64);
  });

  // https://awslabs.github.io/aws-lambda-web-adapter/features/error-status-codes.html
  it("gets messages by HTTP, and every answer that others take for a failure is one", () => {
    expect(adapterVariables).toMatchObject({
      AWS_LWA_PORT: "8080",
      AWS_LWA_PASS_THROUGH_PATH: "/events",
      AWS_LWA_ERROR_STATUS_CODES: "205-599",
    });
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html
  it("is called for one message at a time, by as many as wished for, after its rights are there", async () => {
    const called = await named("shop-prod-events-function-bill-messages");
    expect(called.inputs).toMatchObject({ batchSize: 1, scalingConfig: { maximumConcurrency: 10 } });
    const before = [...ancestors(await whole(), called)].map(({ type, name }) => `${type} ${name}`);
    expect(before).toContain("aws:iam/rolePolicy:RolePolicy shop-prod-events-function-bill-role");
    expect(before).toContain("aws:ecr/repositoryPolicy:RepositoryPolicy shop-prod-events-images-commerce-bill");
  });

  // Lambda gives the function's addresses back by the function's rights, up to half an hour after it is gone.
  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  it("keeps its rights until its security group is gone, which waits for its addresses", async () => {
    const group = await named("shop-prod-events-function-bill-network");
    const before = [...ancestors(await whole(), group)].map(({ type, name }) => `${type} ${name}`);
    expect(before).toContain("aws:iam/rolePolicy:RolePolicy shop-prod-events-function-bill-role");
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/configuration-vpc.html
  it("may read its queue and what it names, and its code may not touch the network", async () => {
    const { inputs } = await named("shop-prod-events-function-bill-role", "rolePolicy");
    const policy = text(inputs["policy"]);
    expect(policy).toContain("sqs:ReceiveMessage");
    expect(policy).toContain("shop-prod-bucket-audit-s3");
    expect(policy).not.toContain("s3:PutObject");
    expect(policy).toContain("arn:aws:lambda:eu-west-1:111122223333:function:shop-prod-events-function-bill");
    const { inputs: group } = await named("shop-prod-events-function-bill-network");
    expect(group["ingress"]).toEqual([]);
  });
});

describe("the check of functions", () => {
  type Functions = NonNullable<typeof bucketEventWishes.functions>;
  const wrong = (functions: Functions): string[] =>
    checkAws(awsEnvironment({ events: { queues: { jobs: {} }, functions } })).map(({ path }) => path);
  const on = { source: "queue" as const, name: "jobs" };
  const image = "a/b:1";

  it("finds nothing wrong with the fixture", () => {
    expect(checkAws(environment)).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-scaling.html#events-sqs-max-concurrency
  it("fails for one instance, which is fewer than Lambda can be held to", () => {
    expect(wrong({ work: { image, on, maxInstances: 1 } })).toEqual(["events.functions.work.maxInstances"]);
    expect(wrong({ work: { image, on, maxInstances: 2 } })).toEqual([]);
  });

  // https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  it("fails for more than 4 KB of variables, and for Lambda's own", () => {
    expect(wrong({ work: { image, on, config: { LONG: "x".repeat(3990) } } })).toEqual([
      "events.functions.work.config",
    ]);
    expect(wrong({ work: { image, on, config: { LONG: "x".repeat(3000) } } })).toEqual([]);
    expect(wrong({ work: { image, on, config: { AWS_REGION: "here" } } })).toEqual([
      "events.functions.work.config.AWS_REGION",
    ]);
  });

  // https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-filtering.html
  it("fails where two functions would be called for one object", () => {
    const of = (prefix: string, changes: ("created" | "deleted")[] = ["created"]) => ({
      image,
      on: { source: "bucket" as const, name: "uploads", prefix, of: changes },
    });
    expect(wrong({ one: of(""), two: of("in/") })).toEqual(["events.functions.two.on.prefix"]);
    expect(wrong({ one: of("out/"), two: of("in/") })).toEqual([]);
    expect(wrong({ one: of(""), two: of("in/", ["deleted"]) })).toEqual([]);
  });
});
