import { expect, it } from "vitest";
import { gcpEnvironment } from "../../components/clouds/gcp/environment.fixture.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import { judgePlan } from "../judge.ts";

const service = (more: object = {}) => ({ image: "iot/gateway:1.0.0", scale: { min: 3, max: 6 }, ...more });
const domains = {
  iot: {
    owner: "iot",
    services: {
      registry: service(),
      gateway: service(),
      control: service({ consumes: { "things.telemetry": { from: "events" } } }),
    },
  },
};
const mqtt = { registry: "iot/registry", clients: ["iot/gateway"], kafka: "events", collects: { telemetry: {} } };

it("what moves devices' messages to Kafka is judged and has its spares in production", async () => {
  const stores = { events: { kind: "kafka" }, things: { kind: "rabbitmq", mqtt } } as const;
  const plan = await planEnvironment(gcpEnvironment({ stores, domains }));
  const { verdicts } = judgePlan(plan, { tier: "production", exemptions: [], today: "2026-11-21" });
  const ours = verdicts.filter(({ urn }) => urn.includes("things-bridge"));
  const wrong = ours.filter(({ verdict }) => verdict === "violated" || verdict === "undecided");
  expect(
    // Digests of images stand in a lock that could ask nobody.
    wrong.filter(({ rule }) => rule !== "PK-WKL-018").map(({ rule, urn, message }) => [rule, urn, message]),
  ).toEqual([]);
  const held = ours.filter(({ verdict }) => verdict === "holds").map(({ rule }) => rule);
  expect(held).toEqual(expect.arrayContaining(["PK-AVL-001", "PK-IAM-008", "PK-WKL-002"]));
});
