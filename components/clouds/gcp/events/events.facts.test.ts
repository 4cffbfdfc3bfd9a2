import { describe, expect, it } from "vitest";
import { plannedEvents } from "../../events.fixture.ts";
import { ancestors } from "../../layer.fixture.ts";
import { bucketEventWishes } from "../../wishes.fixture.ts";
import { checkGcp } from "../check.ts";
import { gcpEnvironment } from "../environment.fixture.ts";
import { nameLimits } from "../names.ts";
import { longestSeconds, mostNotifications } from "./events-check.ts";
import { cpusOf } from "./function-args.ts";
import { notOverwritten } from "./subscription.ts";

const environment = gcpEnvironment({ events: bucketEventWishes });
const { whole, named } = plannedEvents(environment);

const text = (value: unknown): string => JSON.stringify(value);

describe("a queue on Pub/Sub", () => {
  // https://cloud.google.com/pubsub/docs/subscription-properties
  it("is a topic with one subscription that never ends, whose messages stay in the region", async () => {
    const topic = await named("shop-prod-events-queue-parcels-topic");
    expect(topic.inputs).toMatchObject({ messageStoragePolicy: { allowedPersistenceRegions: ["europe-west1"] } });
    expect(text(topic.inputs["kmsKeyName"])).toContain("shop-prod-key-personal-key");
    const subscription = await named("shop-prod-events-queue-parcels-messages");
    expect(subscription.inputs).toMatchObject({
      expirationPolicy: { ttl: "" },
      messageRetentionDuration: "604800s",
      ackDeadlineSeconds: 60,
    });
    expect([topic.protect, subscription.protect]).toEqual([true, true]);
  });

  // https://cloud.google.com/pubsub/docs/dead-letter-topics
  it("sets a message aside after 5 to 100 tries, where Pub/Sub's own account may write and take", async () => {
    const subscription = await named("shop-prod-events-function-bill-messages");
    expect(subscription.inputs["deadLetterPolicy"]).toMatchObject({ maxDeliveryAttempts: 8 });
    expect((await named("shop-prod-events-queue-invoices-forwards")).inputs["role"]).toBe("roles/pubsub.publisher");
    expect((await named("shop-prod-events-function-bill-messages-forwards")).inputs["role"]).toBe(
      "roles/pubsub.subscriber",
    );
    const kept = await named("shop-prod-events-queue-invoices-dead-letters", "subscription:");
    expect(kept.inputs).toMatchObject({ messageRetentionDuration: `${14 * 86_400}s`, expirationPolicy: { ttl: "" } });
  });

  it("is a subscription of the topic alone where a topic feeds it", async () => {
    const { inputs } = await named("shop-prod-events-queue-newcomers-messages");
    expect(text(inputs["topic"])).toContain("shop-prod-events-topic-signups-topic");
    await expect(named("shop-prod-events-queue-newcomers-topic")).rejects.toThrow("nothing is named");
  });
});

describe("changes of a bucket", () => {
  // https://cloud.google.com/storage/docs/pubsub-notifications#events
  it("are told when an object is archived, where versions are kept and nothing is really deleted at once", async () => {
    const { inputs } = await named("shop-prod-events-queue-erase-changes");
    expect(inputs).toMatchObject({ payloadFormat: "JSON_API_V1", eventTypes: ["OBJECT_ARCHIVE"] });
    const locked = plannedEvents(
      gcpEnvironment({
        events: { functions: { look: { image: "a/b:1", on: { source: "bucket", name: "audit", of: ["deleted"] } } } },
        domains: {},
      }),
    );
    const { inputs: other } = await locked.named("shop-prod-events-queue-look-changes");
    expect(other["eventTypes"]).toEqual(["OBJECT_DELETE"]);
  });

  // https://cloud.google.com/pubsub/docs/subscription-message-filter
  it("leave out what was overwritten, by a filter of 256 bytes at most", async () => {
    const { inputs } = await named("shop-prod-events-function-erase-messages");
    expect(inputs["filter"]).toBe(notOverwritten);
    expect(Buffer.byteLength(notOverwritten)).toBeLessThanOrEqual(256);
  });

  // https://cloud.google.com/storage/docs/reporting-changes#before-you-begin
  it("are told after Cloud Storage's own account may write to the topic", async () => {
    const plan = await whole();
    const before = [...ancestors(plan, await named("shop-prod-events-queue-thumbnail-changes"))];
    expect(before.map(({ name }) => name)).toContain("shop-prod-events-queue-thumbnail-feeds");
  });
});

describe("Cloud Storage's own account", () => {
  // Its name is an answer of the API, which nothing else needs where queues are under another key than buckets.
  // https://cloud.google.com/storage/docs/getting-service-agent
  it("is asked for once the API that knows it is on", async () => {
    const apart = plannedEvents(gcpEnvironment({ events: { ...bucketEventWishes, dataClass: "public" }, domains: {} }));
    const feeds = await apart.named("shop-prod-events-queue-thumbnail-feeds");
    const turnedOn = [...ancestors(await apart.whole(), feeds)].map(({ inputs }) => inputs["service"]);
    expect(turnedOn).toContain("storage.googleapis.com");
  });
});

describe("a function on Cloud Run", () => {
  const service = () => named("shop-prod-events-function-bill-function");

  // https://cloud.google.com/run/docs/securing/ingress
  it("is reached by Pub/Sub alone, as an account that may do nothing else", async () => {
    const { inputs } = await service();
    expect(inputs).toMatchObject({ ingress: "INGRESS_TRAFFIC_INTERNAL_ONLY", invokerIamDisabled: false });
    const calls = await named("shop-prod-events-function-bill-calls");
    expect(calls.inputs["role"]).toBe("roles/run.invoker");
    expect(text(calls.inputs["member"])).toContain("shop-prod-events-push");
  });

  // https://cloud.google.com/run/docs/triggering/pubsub-push and https://cloud.google.com/pubsub/docs/payload-unwrapping
  it("gets the message as it was written, by a signed call, after the call is let in", async () => {
    const { inputs } = await named("shop-prod-events-function-bill-messages");
    expect(text(inputs["pushConfig"])).toContain('#uri}/events"');
    expect(inputs["pushConfig"]).toMatchObject({ noWrapper: { writeMetadata: true } });
    const before = [...ancestors(await whole(), await named("shop-prod-events-function-bill-messages"))];
    const names = before.map(({ name }) => name);
    expect(names).toContain("shop-prod-events-function-bill-calls");
    expect(names).toContain("shop-prod-events-push-tokens");
  });

  // https://cloud.google.com/iam/docs/roles-permissions/iam#iam.serviceAccountOpenIdTokenCreator
  it("is called with a token that tells who calls, and no other may be made", async () => {
    const { inputs } = await named("shop-prod-events-push-tokens");
    expect(inputs["role"]).toBe("roles/iam.serviceAccountOpenIdTokenCreator");
    expect(text(inputs["member"])).toContain("shop-prod-events-agent");
  });

  // https://cloud.google.com/run/docs/configuring/vpc-direct-vpc#limitations
  it("reaches the network from its subnet, and the internet without waiting for NAT", async () => {
    expect((await service()).inputs["template"]).toMatchObject({ vpcAccess: { egress: "PRIVATE_RANGES_ONLY" } });
  });

  // https://cloud.google.com/run/docs/configuring/vpc-direct-vpc and https://cloud.google.com/run/docs/configuring/services/memory-limits
  it("works on one message at a time in the network, with as many CPUs as its memory asks for", async () => {
    const { inputs } = await service();
    expect(inputs["template"]).toMatchObject({
      maxInstanceRequestConcurrency: 1,
      timeout: "60s",
      executionEnvironment: "EXECUTION_ENVIRONMENT_GEN2",
      scaling: { minInstanceCount: 0, maxInstanceCount: 10 },
      containers: [{ resources: { limits: { cpu: "1", memory: "1024Mi" } }, ports: { containerPort: 8080 } }],
    });
    expect([512, 4096, 4608, 8192].map(cpusOf)).toEqual(["1", "1", "2", "2"]);
    expect(nameLimits.runService).toBe(49);
  });

  it("doesn't set the variables that Cloud Run keeps to itself", async () => {
    const { inputs } = await service();
    expect(text(inputs["template"])).not.toContain('"PORT"');
    expect(text(inputs["template"])).toContain('{"name":"EVENTS_FORMAT","value":"pubsub"}');
  });

  // https://cloud.google.com/logging/docs/routing/overview
  it("logs to a bucket of its own for the environment's days, and to no other", async () => {
    expect((await named("shop-prod-events-logs-kept")).inputs).toMatchObject({
      retentionDays: 30,
      location: "europe-west1",
    });
    const [sink, exclusion] = [
      await named("shop-prod-events-logs-sink"),
      await named("shop-prod-events-logs-elsewhere"),
    ];
    expect(sink.inputs["filter"]).toBe(exclusion.inputs["filter"]);
    expect(sink.inputs["filter"]).toContain('"shop-prod-events-bill" OR "shop-prod-events-erase"');
  });
});

describe("the check of functions", () => {
  type Functions = NonNullable<typeof bucketEventWishes.functions>;
  const wrong = (functions: Functions): string[] =>
    checkGcp(gcpEnvironment({ events: { queues: { jobs: {} }, functions } })).map(({ path }) => path);
  const on = { source: "queue" as const, name: "jobs" };

  it("finds nothing wrong with the fixture", () => {
    expect(checkGcp(environment)).toEqual([]);
  });

  // https://cloud.google.com/pubsub/docs/push#receive_push
  it("fails for longer than Pub/Sub waits", () => {
    expect(longestSeconds).toBe(600);
    expect(wrong({ work: { image: "a/b:1", on, timeoutSeconds: 601 } })).toEqual([
      "events.functions.work.timeoutSeconds",
    ]);
    expect(wrong({ work: { image: "a/b:1", on, timeoutSeconds: 600 } })).toEqual([]);
  });

  // https://cloud.google.com/storage/quotas#buckets
  it("fails for more functions on a bucket than Cloud Storage tells", () => {
    const names = Array.from({ length: mostNotifications + 1 }, (_, index) => `work-${index}`);
    const functions = Object.fromEntries(
      names.map((name) => [name, { image: "a/b:1", on: { source: "bucket" as const, name: "uploads" } }]),
    );
    expect(wrong(functions)).toEqual([`events.functions.work-${mostNotifications}.on.name`]);
  });
});
