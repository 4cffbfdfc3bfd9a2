import { expect, it } from "vitest";
import { capabilityBehind } from "./capabilities.ts";

it("knows which load balancer differs by what the cloud does for each scope", () => {
  const annotation = "metadata.annotations.example.org/type";
  const service = (name: string, property: string) => capabilityBehind(`Service landbridge-data/${name}.${property}`);
  expect(service("things-devices", annotation)).toEqual(["cluster.balancers.internal"]);
  expect(service("things-devices-public", annotation)).toEqual(["cluster.balancers.public"]);
  expect(service("things-devices", "spec.ports")).toEqual([]);
  expect(capabilityBehind(`Kafka landbridge-data/events.spec.kafka.template.perPodService.${annotation}`)).toEqual([
    "cluster.balancers.internal",
  ]);
});
