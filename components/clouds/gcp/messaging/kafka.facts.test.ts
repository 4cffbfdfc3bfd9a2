import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { decideAddresses } from "../../../kit/network/addresses.ts";
import { decideResourceRights } from "../../../kit/messaging/kafka/kafka-users.ts";
import { planLayer } from "../../layer.fixture.ts";
import { gcpEnvironment } from "../environment.fixture.ts";
import { aclId, closedAcls, decideCapacity } from "./kafka-args.ts";

let whole: Promise<readonly PlannedResource[]> | undefined;

async function ofType(type: string): Promise<PlannedResource[]> {
  const environment = gcpEnvironment();
  whole ??= planLayer(environment).then(({ resources }) => resources);
  return (await whole).filter((resource) => resource.type === type);
}

// https://cloud.google.com/managed-service-for-apache-kafka/docs/plan-cluster-size
describe("Kafka's capacity", () => {
  it.each([
    ["small", 3, { cpus: 3, memoryGiB: 3 }],
    ["medium", 3, { cpus: 3, memoryGiB: 12 }],
    ["large", 3, { cpus: 6, memoryGiB: 24 }],
    ["xlarge", 6, { cpus: 24, memoryGiB: 96 }],
    ["nano", 1, { cpus: 3, memoryGiB: 3 }],
  ] as const)("of %s × %d has 3 CPUs or more, and 1 to 8 GiB for each", (size, brokers, expected) => {
    const capacity = decideCapacity({ size, brokers });
    expect(capacity).toEqual(expected);
    expect(capacity.memoryGiB / capacity.cpus).toBeGreaterThanOrEqual(1);
    expect(capacity.memoryGiB / capacity.cpus).toBeLessThanOrEqual(8);
  });

  it("is asked for as text, in bytes and GiB, with a disk of 100 GiB or more", async () => {
    const [cluster] = await ofType("gcp:managedkafka/cluster:Cluster");
    expect(cluster?.inputs).toMatchObject({
      clusterId: "shop-prod-events",
      location: "europe-west1",
      capacityConfig: { vcpuCount: "6", memoryBytes: String(24 * 2 ** 30) },
      brokerCapacityConfig: { diskSizeGib: "100" },
    });
  });
});

describe("Kafka's brokers", () => {
  it("have addresses in a subnet of their own, in the block that pods may reach managed services in", async () => {
    const [cluster] = await ofType("gcp:managedkafka/cluster:Cluster");
    expect(JSON.stringify(cluster?.inputs["gcpConfig"])).toContain("::shop-prod-network-data#id}");
    const subnets = await ofType("gcp:compute/subnetwork:Subnetwork");
    const data = subnets.find(({ name }) => name === "shop-prod-network-data");
    expect(data?.inputs["ipCidrRange"]).toBe(decideAddresses(gcpEnvironment().network.cidr).dataByZone[0]);
  });

  it("keep three copies of a message, of which two are written before the producer is told", async () => {
    const [topic] = await ofType("gcp:managedkafka/topic:Topic");
    expect(topic?.inputs).toMatchObject({
      topicId: "orders.created",
      partitionCount: 24,
      replicationFactor: 3,
      configs: { "cleanup.policy": "delete", "min.insync.replicas": "2", "retention.ms": "604800000" },
    });
  });
});

// https://cloud.google.com/managed-service-for-apache-kafka/docs/acl-concepts
describe("Kafka's rights", () => {
  it("are called as Google calls them", () => {
    const idOf = (type: "topic" | "group" | "transactionalId", prefix: boolean) => aclId({ type, prefix, name: "a.b" });
    expect([idOf("topic", false), idOf("group", false), idOf("group", true)]).toEqual([
      "topic/a.b",
      "consumerGroup/a.b",
      "consumerGroupPrefixed/a.b",
    ]);
    expect([idOf("transactionalId", false), idOf("transactionalId", true)]).toEqual([
      "transactionalId/a.b",
      "transactionalIdPrefixed/a.b",
    ]);
  });

  it("close everything but for the administrator's account, which has no key", async () => {
    const acls = await ofType("gcp:managedkafka/acl:Acl");
    const closing = acls.filter(({ inputs }) => closedAcls.some((id) => id === inputs["aclId"]));
    expect(closing.length).toBe(closedAcls.length);
    for (const { inputs } of closing)
      expect(inputs["aclEntries"]).toEqual([
        {
          host: "*",
          operation: "ALL",
          permissionType: "ALLOW",
          principal: expect.stringMatching(/^User:.*::shop-prod-events-admin#email}$/) as unknown,
        },
      ]);
    const keys = await ofType("gcp:serviceaccount/key:Key");
    expect(keys.map(({ name }) => name)).toEqual([
      "shop-prod-events-commerce-order-key",
      "shop-prod-events-commerce-report-key",
    ]);
  });

  it("stand together in one ACL for each thing, since Google takes no second one", async () => {
    const acls = await ofType("gcp:managedkafka/acl:Acl");
    const ids = acls.map(({ inputs }) => inputs["aclId"]);
    expect(new Set(ids).size).toBe(ids.length);
    const topic = acls.find(({ inputs }) => inputs["aclId"] === "topic/orders.created");
    expect(
      JSON.stringify(topic?.inputs["aclEntries"])
        .match(/"operation":"(READ|WRITE)"/g)
        ?.sort(),
    ).toEqual(['"operation":"READ"', '"operation":"WRITE"']);
  });
});

describe("decideResourceRights", () => {
  it("gathers what all users may do with a thing, and keeps a prefix apart from the name", () => {
    const acl = (patternType: "literal" | "prefix") => ({
      type: "allow" as const,
      resource: { type: "group" as const, name: "a", patternType },
      operations: ["Read" as const],
      host: "*",
    });
    const users = ["a-b", "a-c"].map((name) => ({
      name,
      domain: "a",
      service: name,
      acls: [acl("literal"), acl("prefix")],
    }));
    expect(decideResourceRights(users).map(({ prefix, rights }) => [prefix, rights.map(({ user }) => user)])).toEqual([
      [false, ["a-b", "a-c"]],
      [true, ["a-b", "a-c"]],
    ]);
  });
});
