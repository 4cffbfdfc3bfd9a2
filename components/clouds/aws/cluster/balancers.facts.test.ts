import { describe, expect, it } from "vitest";
import { decideTags } from "../../../kit/tags.ts";
import { checkAws } from "../check.ts";
import { awsEnvironment } from "../environment.fixture.ts";
import { awsBalancers } from "./balancers.ts";

const balancers = awsBalancers(decideTags(awsEnvironment()));
const prefix = "service.beta.kubernetes.io/aws-load-balancer";

// https://cloud-provider-aws.sigs.k8s.io/service_controller/: a scheme is a word of the AWS Load Balancer Controller, which isn't there
it("says to EKS's own controller what is internal, and makes network load balancers alone", () => {
  expect(balancers.internal?.annotations).toMatchObject({ [`${prefix}-type`]: "nlb", [`${prefix}-internal`]: "true" });
  expect(balancers.public?.annotations).toMatchObject({ [`${prefix}-type`]: "nlb" });
  expect(Object.keys(balancers.public?.annotations ?? {})).not.toContain(`${prefix}-internal`);
});

// https://docs.aws.amazon.com/elasticloadbalancing/latest/network/introduction.html: clients are given its DNS name
it("are found by a name, whose addresses may change", () => {
  expect(balancers.record).toBe("CNAME");
});

it("tags what the controller makes", () => {
  for (const way of [balancers.internal, balancers.public])
    expect(way?.annotations[`${prefix}-additional-resource-tags`]?.split(",")).toEqual(
      expect.arrayContaining(["environment=shop-prod", "managed-by=landbridge"]),
    );
});

describe("rules of the nodes' security group, of which there are 60", () => {
  const blocks = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `192.0.${from + index}.0/24`);
  const clients = ["iot/registry"];
  const devices = (count: number, more: object = {}) => {
    const outside = { host: "mqtt.shop.example.org", sourceRanges: blocks(count) };
    return {
      kind: "rabbitmq",
      mqtt: { registry: "iot/registry", clients, outside, ...more },
    } as const;
  };
  const topics = ["visits"];
  const readers = { "shop-b": { password: { secret: "reader" }, topics } };
  const events = (count: number, from = 0) => {
    const outside = { domain: "events.example.org", sourceRanges: blocks(count, from), readers };
    return { kind: "kafka", outside } as const;
  };
  const domains = { iot: { owner: "iot", services: { registry: { image: "iot/registry:1.0.0" } } } };
  const wrong = (stores: NonNullable<Parameters<typeof awsEnvironment>[0]>["stores"]) =>
    checkAws(awsEnvironment({ stores, domains, warehouses: {} }))
      .filter(({ path }) => path.endsWith("sourceRanges"))
      .map(({ path, value, rule }) => ({ path, value, needed: /need (\d+) rules/.exec(rule)?.[1] }));

  it("are enough for few blocks, at one port or at two", () => {
    expect(wrong({ things: devices(20) })).toEqual([]);
    expect(wrong({ things: devices(15, { web: true }) })).toEqual([]);
    expect(wrong({ events: events(10) })).toEqual([]);
  });

  // https://github.com/kubernetes/cloud-provider-aws/blob/master/pkg/providers/v1/aws_loadbalancer.go
  it("are too few for many blocks at two ports or at each broker", () => {
    const things = devices(20, { web: true });
    expect(wrong({ things })).toEqual([{ path: "stores.things.mqtt.outside.sourceRanges", value: "20", needed: "63" }]);
    expect(wrong({ events: events(20) })).toEqual([
      { path: "stores.events.outside.sourceRanges", value: "20", needed: "89" },
    ]);
  });

  it("are shared by all stores, which count a block once for ICMP", () => {
    // 3 × (8 + 3) + (8 + 3) and a block for each: eight of both together, or sixteen.
    expect(wrong({ events: events(8), things: devices(8) })).toMatchObject([{ needed: "52" }]);
    expect(wrong({ events: events(8, 100), things: devices(8) })).toMatchObject([{ needed: "60" }]);
    expect(wrong({ events: events(7), things: devices(7) })).toEqual([]);
  });
});
