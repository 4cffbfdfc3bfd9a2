import { expect, it } from "vitest";
import { capabilityBehind } from "./capabilities.ts";

it("knows what a peer's gateway and a capture's login hang on", () => {
  expect(capabilityBehind("platform.peers.shop-eu.gateway")).toEqual(["network.peers.vpn"]);
  const sql = "ConfigMap landbridge-data/accounts-setup-<hash> data.server.sql";
  const mode = "KafkaConnector landbridge-data/events.capture.accounts spec.config.database.sslmode";
  expect([sql, mode].map(capabilityBehind)).toEqual([["stores.postgres.managed"], ["stores.postgres.managed"]]);
});

it("knows which load balancer differs by what the cloud does for each scope", () => {
  const annotation = "metadata.annotations.example.org/type";
  const service = (name: string, property: string) => capabilityBehind(`Service landbridge-data/${name}.${property}`);
  expect(service("things-devices", annotation)).toEqual(["cluster.balancers.internal"]);
  expect(service("things-devices-public", annotation)).toEqual(["cluster.balancers.public"]);
  expect(service("things-devices", "spec.ports")).toEqual([]);
  expect(service("events-brokers-0", annotation)).toEqual(["cluster.balancers.internal"]);
});
