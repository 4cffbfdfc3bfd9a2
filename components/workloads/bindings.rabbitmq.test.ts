import { isSecret, output, secret } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { bindStores } from "./bindings.ts";

const login = { user: output("billing-bill"), password: secret("hidden") };
const jobs = {
  kind: "rabbitmq",
  endpoint: { host: output("b-1.mq.example"), port: 5671 },
  vhost: "jobs",
  logins: { "billing-bill": login, "billing-mail": login },
} as const;
const nothing = { uses: {}, publishes: {}, consumes: {}, sends: {}, receives: {} };
const shape = { deliveryLimit: 20, maxLength: 1, ackMinutes: 30 };

it.each([
  ["sends to", "billing-bill", { ...nothing, sends: { mails: { to: "jobs" } } }],
  ["receives from", "billing-mail", { ...nothing, receives: { mails: { from: "jobs", ...shape } } }],
])("tells a service how to reach the RabbitMQ that it %s, the password apart", async (_, service, wish) => {
  const { clear, secret: hidden } = bindStores(service, wish, { jobs });
  const texts = await new Promise((resolve) => output(clear).apply(resolve));
  expect(texts).toEqual({
    JOBS_HOST: "b-1.mq.example",
    JOBS_PORT: "5671",
    JOBS_PROTOCOL: "amqps",
    JOBS_VHOST: "jobs",
    JOBS_USER: "billing-bill",
  });
  expect(Object.keys(hidden)).toEqual(["JOBS_PASSWORD"]);
  expect(await isSecret(output(hidden["JOBS_PASSWORD"]))).toBe(true);
});

it("tells it nothing of stores that it neither sends to nor receives from", () => {
  const { clear, secret: hidden } = bindStores("billing-bill", nothing, { jobs });
  expect([clear, hidden]).toEqual([{}, {}]);
});

it("fails for a service without a login", () => {
  const sends = { mails: { to: "jobs" } };
  expect(() => bindStores("billing-idle", { ...nothing, sends }, { jobs })).toThrow(
    "store jobs has no login billing-idle",
  );
});
