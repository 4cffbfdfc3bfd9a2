import { expect, it } from "vitest";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { cloudSettings } from "../../components/clouds/table.ts";
import { loadEnvironment } from "../../environments/load.ts";
import { environmentSchema } from "../../environments/schema/environment.ts";
import { planEnvironment } from "../../plan/plan-environment.ts";
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

async function storesOf(name: string) {
  const { environment } = loadEnvironment(name, { root, schema: environmentSchema(cloudSettings) });
  const { resources } = await planEnvironment(environment);
  return resources.filter(({ type }) => operated.some((one) => one === type));
}

it.each(examples)("asks the operators of %s for what is written down", async (name) => {
  const documents = (await storesOf(name)).map(({ inputs }) =>
    stringify(inputs, { lineWidth: 0, sortMapEntries: true }),
  );
  expectGolden(`stores-${name}`, documents.join("---\n"));
});

it("has every kind of store in the cluster on a laptop and in a cloud", async () => {
  const kindsOf = async (names: readonly string[]): Promise<string[]> => {
    const stores = await Promise.all(names.map(storesOf));
    return [...new Set(stores.flat().map(({ type }) => type))].sort();
  };
  expect(await kindsOf(examples.filter((name) => name.endsWith("-local")))).toEqual([...operated].sort());
  expect(await kindsOf(examples.filter((name) => !name.endsWith("-local")))).toEqual([...operated].sort());
});
