import { expect, it } from "vitest";
import { chartLock } from "./catalogue.ts";
import { rabbitmqOperator } from "./rabbitmq-operator.ts";

// https://github.com/rabbitmq/cluster-operator/pull/2215
it("runs no operator of RabbitMQ that deletes claims which are to stay", () => {
  const [major = 0, minor = 0, patch = 0] = (chartLock.images["rabbitmq-operator"]?.tag ?? "").split(".").map(Number);
  expect(major * 1e6 + minor * 1e3 + patch).toBeGreaterThanOrEqual(2_022_004);
  expect(rabbitmqOperator.appVersion).toBe(chartLock.images["rabbitmq-operator"]?.tag);
});

// https://github.com/rabbitmq/rabbitmq-website/pull/2553
it("is for no Kubernetes that RabbitMQ's operator isn't for", () => {
  expect(rabbitmqOperator.kubernetes).toEqual(["1.31", "1.36"]);
});
