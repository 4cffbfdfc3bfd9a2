import { describe, expect, it } from "vitest";
import { z } from "zod";
import { decideAddresses, functionsBlock, overlap } from "../../../kit/network/addresses.ts";
import { plannedEvents } from "../../events.fixture.ts";
import { ancestors } from "../../layer.fixture.ts";
import { bucketEventWishes } from "../../wishes.fixture.ts";
import { checkAzure } from "../check.ts";
import { azureEnvironment } from "../environment.fixture.ts";
import { nameLimits } from "../names.ts";
import { cpusOf } from "./function-args.ts";
import { lockSeconds } from "./queue.ts";

const environment = azureEnvironment({ events: bucketEventWishes });
const { whole, named } = plannedEvents(environment);

const text = (value: unknown): string => JSON.stringify(value);

describe("the namespace of Service Bus", () => {
  const namespace = () => named("shop-prod-events-namespace");

  // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-premium-messaging
  it("is premium, which alone has a key of ours and a door, and takes identities only", async () => {
    const { inputs, protect } = await namespace();
    expect(inputs).toMatchObject({
      sku: { name: "Premium", tier: "Premium", capacity: 1 },
      premiumMessagingPartitions: 1,
      disableLocalAuth: true,
      publicNetworkAccess: "Disabled",
      minimumTlsVersion: "1.2",
    });
    expect(text(inputs["encryption"])).toContain("shop-prod-key-personal");
    expect(protect).toBe(true);
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules#microsoftservicebus
  it("has a name of 6 to 50 letters and digits, beginning with a letter", async () => {
    expect((await namespace()).inputs["namespaceName"]).toMatch(/^[a-z][a-z0-9]{5,49}$/);
    expect(nameLimits.eventNamespace).toBe(50);
  });

  // https://learn.microsoft.com/azure/service-bus-messaging/private-link-service
  it("is reached by a door, and by what Azure trusts where a bucket's changes come from outside", async () => {
    expect(text((await named("shop-prod-events-door")).inputs)).toContain('"groupIds":["namespace"]');
    expect((await named("shop-prod-events-bucket-trusted")).inputs).toMatchObject({
      trustedServiceAccessEnabled: true,
      publicNetworkAccess: "Disabled",
      defaultAction: "Deny",
    });
    const none = plannedEvents(azureEnvironment({ domains: {} }));
    await expect(none.named("shop-prod-events-bucket-trusted")).rejects.toThrow("nothing is named");
  });
});

describe("a queue of Service Bus", () => {
  // https://learn.microsoft.com/azure/service-bus-messaging/message-transfers-locks-settlement
  it("locks a message for five minutes at most at a time, and for a function never so short that no renewal comes", async () => {
    expect(lockSeconds).toEqual({ least: 60, most: 300 });
    expect((await named("shop-prod-events-queue-thumbnail-messages")).inputs["lockDuration"]).toBe("PT300S");
    expect((await named("shop-prod-events-queue-newcomers-messages")).inputs["lockDuration"]).toBe("PT120S");
    expect((await named("shop-prod-events-queue-invoices-messages")).inputs["lockDuration"]).toBe("PT60S");
  });

  // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-dead-letter-queues
  it("sets aside what failed too often and what nobody took in time", async () => {
    expect((await named("shop-prod-events-queue-invoices-messages")).inputs).toMatchObject({
      maxDeliveryCount: 8,
      deadLetteringOnMessageExpiration: true,
      defaultMessageTimeToLive: "P7D",
    });
  });

  // https://learn.microsoft.com/azure/service-bus-messaging/service-bus-auto-forwarding
  it("gets a topic's messages forwarded", async () => {
    const { inputs } = await named("shop-prod-events-queue-welcome-subscription");
    expect(text(inputs["forwardTo"])).toContain("shop-prod-events-queue-welcome-messages");
  });
});

describe("changes of a bucket", () => {
  // https://learn.microsoft.com/azure/event-grid/managed-service-identity
  it("are sent by an identity that may send to that queue, after it may", async () => {
    const subscription = await named("shop-prod-events-bucket-uploads-thumbnail");
    expect(subscription.inputs).toMatchObject({
      eventDeliverySchema: "CloudEventSchemaV1_0",
      deliveryWithResourceIdentity: { identity: { type: "UserAssigned" } },
      filter: { includedEventTypes: ["Microsoft.Storage.BlobCreated"] },
    });
    expect(text(subscription.inputs["filter"])).toMatch(/\/blobServices\/default\/containers\/.*\/blobs\/incoming\//);
    const before = [...ancestors(await whole(), subscription)].map(({ name }) => name);
    expect(before).toContain("shop-prod-events-bucket-uploads-thumbnail-sends");
    expect(before).toContain("shop-prod-events-bucket-trusted");
  });

  // https://learn.microsoft.com/azure/event-grid/system-topics
  it("come from one system topic for an account", async () => {
    const topics = (await whole()).resources.filter(({ type }) => type === "azure-native:eventgrid:SystemTopic");
    expect(topics.map(({ name }) => name)).toEqual(["shop-prod-events-bucket-uploads"]);
  });
});

describe("a function on Container Apps", () => {
  const app = () => named("shop-prod-events-function-bill-function");

  // https://learn.microsoft.com/azure/container-apps/custom-virtual-networks
  it("runs in an environment without an address outside, in a subnet of its own of /27 or wider", async () => {
    expect((await named("shop-prod-events-functions-environment")).inputs).toMatchObject({
      vnetConfiguration: { internal: true },
      publicNetworkAccess: "Disabled",
      zoneRedundant: true,
      workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
      appLogsConfiguration: { destination: "azure-monitor" },
    });
    for (const cidr of ["10.20.0.0/14", "10.0.0.0/17", "192.168.0.0/17"]) {
      const block = functionsBlock(cidr);
      const { pods, nodes, edgeByZone, dataByZone, services, peeredServices, controlPlane } = decideAddresses(cidr);
      const others = [pods, nodes, ...edgeByZone, ...dataByZone, services, peeredServices, controlPlane];
      expect(others.filter((other) => overlap(block, other))).toEqual([]);
      expect(Number(block.split("/")[1])).toBeLessThanOrEqual(27);
    }
    const { inputs } = await named("shop-prod-network-vnet");
    expect(text(inputs["subnets"])).toContain('"serviceName":"Microsoft.App/environments"');
  });

  // https://learn.microsoft.com/azure/nat-gateway/nat-overview#key-limitations-of-standardv2
  // https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
  it("goes out by an address of Container Apps' own: its subnet takes neither our gateway nor being made private", async () => {
    const { inputs } = await named("shop-prod-network-vnet");
    const all = z.array(z.looseObject({ name: z.string() })).parse(inputs["subnets"]);
    const subnet = all.find(({ name }) => name === "functions");
    expect(Object.keys(subnet ?? {}).sort()).toEqual(["addressPrefix", "delegations", "name", "networkSecurityGroup"]);
  });

  // https://learn.microsoft.com/azure/container-apps/containers#allocations
  it("has half as many CPUs as GiB of memory", async () => {
    expect([512, 1024, 4096, 8192].map(cpusOf)).toEqual([0.25, 0.5, 2, 4]);
    const { inputs } = await app();
    expect(inputs["template"]).toMatchObject({ containers: [{ resources: { cpu: 0.5, memory: "1Gi" } }] });
  });

  // https://learn.microsoft.com/azure/container-apps/managed-identity#control-managed-identity-availability
  it("can't act as who pulls its image and counts its messages", async () => {
    const { inputs } = await app();
    expect(text(inputs["configuration"])).toMatch(/shop-prod-identity-functions#id}","lifecycle":"None"/);
    expect(text(inputs["configuration"])).toMatch(/function-bill-user#id}","lifecycle":"All"/);
    expect(inputs["configuration"]).not.toHaveProperty("ingress");
  });

  // https://docs.dapr.io/reference/components-reference/supported-bindings/servicebusqueues/
  it("is handed one message at a time by Dapr, which makes no queues of its own", async () => {
    const { inputs } = await named("shop-prod-events-function-bill-messages");
    expect(inputs).toMatchObject({ componentType: "bindings.azure.servicebusqueues", scopes: ["bill"] });
    for (const said of [
      { name: "disableEntityManagement", value: "true" },
      { name: "maxConcurrentHandlers", value: "1" },
      { name: "handlerTimeoutInSec", value: "60" },
      { name: "route", value: "/events" },
      { name: "direction", value: "input" },
    ])
      expect(inputs["metadata"]).toContainEqual(said);
  });

  // https://learn.microsoft.com/azure/container-apps/scale-app#custom
  it("runs while there are messages, counted by an identity that owns that queue alone", async () => {
    const { inputs } = await app();
    expect(inputs["template"]).toMatchObject({
      scale: { minReplicas: 0, maxReplicas: 10, rules: [{ custom: { type: "azure-servicebus" } }] },
    });
    const counts = await named("shop-prod-events-function-bill-counts");
    expect(text(counts.inputs["scope"])).toContain("shop-prod-events-queue-invoices-messages");
    expect(text(counts.inputs["roleDefinitionId"])).toContain("090c5cfd-751d-490a-894a-3ce6f1109419");
  });

  it("is made after its rights and after its image may be pulled", async () => {
    const before = [...ancestors(await whole(), await app())].map(({ name }) => name);
    for (const name of ["bill-reads", "bill-counts", "bill-writes-parcels", "bill-bucket-audit", "bill-messages"])
      expect(before).toContain(`shop-prod-events-function-${name}`);
    expect(before).toContain("shop-prod-events-functions-pull");
  });
});

describe("the check of functions", () => {
  it("finds nothing wrong with the fixture", () => {
    expect(checkAzure(environment)).toEqual([]);
  });

  // https://learn.microsoft.com/azure/container-apps/custom-virtual-networks#subnet-address-range-restrictions
  it("fails where functions would have addresses that Container Apps uses inside", () => {
    const at = (cidr: string) => checkAzure(azureEnvironment({ network: { cidr } })).map(({ path }) => path);
    expect(at("100.100.0.0/17")).toContain("network.cidr");
    expect(at("100.64.0.0/16")).not.toContain("network.cidr");
  });

  it("fails where two functions would be one app, and for a name that is too long", () => {
    const on = { source: "queue" as const, name: "jobs" };
    const functions = { "to-do": { image: "a/b:1", on }, "to--do": { image: "a/b:1", on: { ...on, name: "others" } } };
    const wished = azureEnvironment({ events: { queues: { jobs: {}, others: {} }, functions } });
    expect(checkAzure(wished).map(({ path }) => path)).toEqual(["events.functions.to--do"]);
    const long = azureEnvironment({}, "shop-production-of-everything-we-sell");
    expect(checkAzure(long).map(({ rule }) => rule)).toContainEqual(expect.stringMatching(/Azure takes 63/));
  });
});
