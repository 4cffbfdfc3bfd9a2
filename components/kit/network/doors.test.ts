import { describe, expect, it } from "vitest";
import { deviceEnvironment } from "../../devices.fixture.ts";
import { balancerWay, decideDoorRoom, decideDoors, decideDoorService, decideStoreDoors } from "./doors.ts";

const peers = { "shop-b": { kind: "vpn" as const, cidr: "10.64.0.0/14", sharedSecret: { secret: "link" } } };
const network = { cidr: "10.0.0.0/14", peers };
const readers = { "shop-b": { password: { secret: "reader" }, topics: ["iot.commands"] } };
const both = deviceEnvironment(
  { web: true, outside: { host: "mqtt.shop.example.org", scope: "public", sourceRanges: ["192.0.2.0/24"] } },
  { events: { brokers: 5, outside: { domain: "events.shop.example.org", readers } }, network },
);

describe("the doors of an environment", () => {
  it("are those of its stores in order of name, for named blocks or for peers", () => {
    expect(decideDoors(both)).toEqual([
      { name: "events-brokers", scope: "internal", ports: [9094], sources: ["10.64.0.0/14"] },
      { name: "things-devices-public", scope: "public", ports: [8883, 15676], sources: ["192.0.2.0/24"] },
    ]);
    expect(decideDoors(deviceEnvironment())).toEqual([]);
    expect(decideStoreDoors("none", both)).toEqual([]);
  });

  it("have room in the quota, and there is none where nothing is reached from outside", () => {
    // Of each five brokers one, and devices' while one takes another's place.
    expect(decideDoorRoom(both)).toEqual({ "services.loadbalancers": "7", "services.nodeports": "9" });
    expect(decideDoorRoom(deviceEnvironment())).toEqual({ "services.loadbalancers": "0", "services.nodeports": "0" });
  });
});

it("sends connections to nodes that have a pod, so that callers keep their addresses", () => {
  const [door] = decideStoreDoors("things", both);
  if (door === undefined) throw new Error("things has no door");
  expect(decideDoorService(door, { app: "a" })).toMatchObject({
    externalTrafficPolicy: "Local",
    loadBalancerSourceRanges: ["192.0.2.0/24"],
    selector: { app: "a" },
  });
});

it("fails where the cloud has no such balancers, rather than take another kind", () => {
  const balancers = { record: "CNAME", public: { annotations: { a: "b" } } } as const;
  expect(balancerWay(balancers, "public")).toEqual({ annotations: { a: "b" }, record: "CNAME" });
  expect(() => balancerWay(balancers, "internal")).toThrow("there are no internal load balancers here");
  expect(() => balancerWay(undefined, "public")).toThrow("there are no public load balancers here");
});
