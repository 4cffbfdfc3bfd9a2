import { expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { localEnvironment } from "../components/clouds/local/environment.fixture.ts";
import { managedHistory as stores } from "../components/clouds/wishes.fixture.ts";
import type { AnyEnvironment } from "../components/clouds/table.ts";
import { checkCapabilities } from "./capabilities.ts";

const domains = {};

const refusalsOn = (environment: AnyEnvironment) =>
  checkCapabilities(environment).filter(({ path }) => path.startsWith("stores.history"));

it.each([
  ["Google Cloud", gcpEnvironment({ stores, domains }), "no service here answers CQL"],
  ["a laptop", { ...localEnvironment(), stores: awsEnvironment({ stores, domains }).stores }, "no managed keyspace"],
] satisfies [string, AnyEnvironment, string][])(
  "refuses a keyspace on %s, with why and what to write instead",
  (_, environment, why) => {
    const [refusal, ...others] = refusalsOn(environment);
    expect(others).toEqual([]);
    expect(refusal).toMatchObject({ path: "stores.history.placement", value: "managed" });
    expect(refusal?.rule).toContain(why);
    expect(refusal?.wayOut).toContain("write placement: in-cluster");
  },
);

it.each([
  ["AWS", awsEnvironment({ stores, domains })],
  ["Azure", azureEnvironment({ stores, domains })],
] satisfies [string, AnyEnvironment][])("lets it through on %s", (_, environment) => {
  expect(refusalsOn(environment)).toEqual([]);
});
