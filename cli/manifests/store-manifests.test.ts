import { fileURLToPath } from "node:url";
import { beforeAll, expect, it } from "vitest";
import { stringify } from "yaml";
import { z } from "zod";
import { cloudSettings } from "../../components/clouds/table.ts";
import { canonicalJson } from "../../components/kit/names.ts";
import { loadEnvironment } from "../../environments/load.ts";
import { environmentSchema } from "../../environments/schema/environment.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import { storeTypes } from "../../policies/facts/stores.ts";
import { expectGolden } from "../fixture/golden.ts";

const root = fileURLToPath(new URL("../..", import.meta.url));
const operated = storeTypes.filter((type) => /^kubernetes:[a-z0-9-]+\.[a-z.]+\//.test(type));
const examples = [
  "critical-aws-dev",
  "critical-local",
  "example-service-azure-dev",
  "example-service-local",
  "webshop-gcp-dev",
  "webshop-local",
];

const plans = new Map<string, readonly PlannedResource[]>();
beforeAll(async () => {
  for (const name of examples) {
    const { environment } = loadEnvironment(name, { root, schema: environmentSchema(cloudSettings) });
    plans.set(name, (await planEnvironment(environment)).resources);
  }
});

const storesOf = (name: string) => (plans.get(name) ?? []).filter(({ type }) => operated.some((one) => one === type));

it.each(examples)("asks the operators of %s for what is written down", (name) => {
  const documents = storesOf(name).map(({ inputs }) => stringify(inputs, { lineWidth: 0, sortMapEntries: true }));
  expectGolden(`stores-${name}`, documents.join("---\n"));
});

it("has every kind of store in the cluster on a laptop and in a cloud", () => {
  const kindsOf = (names: readonly string[]): string[] =>
    [...new Set(names.flatMap(storesOf).map(({ type }) => type))].sort();
  expect(kindsOf(examples.filter((name) => name.endsWith("-local")))).toEqual([...operated].sort());
  expect(kindsOf(examples.filter((name) => !name.endsWith("-local")))).toEqual([...operated].sort());
});

// Alertmanager takes alerts of the same labels for one: https://prometheus.io/docs/alerting/latest/alertmanager/#grouping
it.each(examples)("has no two alerts in %s that can't be told apart", (name) => {
  const rules = (plans.get(name) ?? [])
    .filter(({ type }) => type.endsWith(":PrometheusRule"))
    .flatMap(({ inputs }) => ruleShape.parse(inputs).spec.groups.flatMap((group) => group.rules));
  const names = rules.map(({ alert, labels }) => canonicalJson({ alert, ...labels }));
  expect(names.length).toBeGreaterThan(10);
  expect(names.filter((one, index) => names.indexOf(one) !== index)).toEqual([]);
});

const ruleShape = z.object({
  spec: z.object({
    groups: z.array(
      z.object({ rules: z.array(z.object({ alert: z.string(), labels: z.record(z.string(), z.string()) })) }),
    ),
  }),
});
