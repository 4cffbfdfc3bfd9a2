import { expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import { managedQueues } from "../components/clouds/wishes.fixture.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { checkCapabilities } from "./capabilities.ts";

const { stores, domains } = managedQueues;

const refusalsOn = (environment: AnyEnvironment) =>
  checkCapabilities(environment).filter(({ path }) => path.startsWith("stores.jobs"));

it.each([
  ["Google Cloud", gcpEnvironment({ stores, domains }), "Pub/Sub speaks no AMQP"],
  ["Azure", azureEnvironment({ stores, domains }), "Service Bus speaks AMQP 1.0 only"],
  ["a laptop", { ...localEnvironment(), stores: awsEnvironment({ stores, domains }).stores }, "no managed RabbitMQ"],
] satisfies [string, AnyEnvironment, string][])(
  "refuses RabbitMQ on %s, with why and what to write instead",
  (_, environment, why) => {
    const [refusal, ...others] = refusalsOn(environment);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ path: "stores.jobs.placement", value: "managed" });
    expect(refusal?.rule).toContain(why);
    expect(refusal?.wayOut).toBe("write placement: in-cluster");
  },
);

it("lets it through on AWS", () => {
  expect(refusalsOn(awsEnvironment({ stores, domains }))).toEqual([]);
});
