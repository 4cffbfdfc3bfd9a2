import { output, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { azureEnvironment } from "../components/clouds/azure/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { clusterFacts, openCloud, type AnyEnvironment } from "../components/clouds/table.ts";
import { queriedWarehouse } from "../components/clouds/wishes.fixture.ts";
import { planProgram } from "../plan/host.ts";
import { CloudLayer } from "./cloud-layer.ts";
import type { ReadOutput } from "./store-outputs.ts";
import { exportWarehouses, importWarehouses } from "./warehouse-outputs.ts";

const { warehouses, services } = queriedWarehouse;
const changes = { stores: {}, warehouses, domains: { commerce: { owner: "commerce", services } } };

/** What the cloud layer exports of its warehouses, and what the cluster layer reads of it. */
async function bothSides(environment: AnyEnvironment) {
  let sides: Promise<unknown> = Promise.resolve();
  await planProgram(
    async () => {
      const cloud = await openCloud(environment);
      const { name } = environment;
      const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
      const exported = output(exportWarehouses(layer.warehouses));
      // Without the name under which the stack exports them.
      const read: ReadOutput = (_root, _warehouses, ...path): Output<string> =>
        exported.apply((all) => textAt(all, path));
      const imported = output(importWarehouses(environment, read));
      sides = new Promise((resolve) => {
        output({ exported, imported }).apply(resolve);
      });
    },
    { stack: environment.name },
  );
  return shape.parse(await sides);
}

function textAt(value: unknown, path: readonly string[]): string {
  let inner = value;
  for (const key of path) inner = z.record(z.string(), z.unknown()).parse(inner)[key];
  return z.string().parse(inner);
}

const text = z.string().min(1);
const layers = z.strictObject({ bronze: text, silver: text, gold: text });
const shape = z.object({
  exported: z.strictObject({
    analytics: z.strictObject({
      engine: text,
      host: text,
      port: z.number(),
      database: text,
      layers,
      setup: z.array(text),
    }),
  }),
  imported: z.strictObject({ analytics: z.strictObject({ host: text, database: text, layers }) }),
});

describe("the outputs of warehouses", () => {
  it.each([
    ["gcp", gcpEnvironment(changes), 0],
    ["aws", awsEnvironment(changes), 0],
    ["azure", azureEnvironment(changes), 6],
  ] satisfies [string, AnyEnvironment, number][])(
    "say the same of one on %s as on any, give the other layer what it needs, and what is left for SQL",
    async (_, environment, left) => {
      const { exported, imported } = await bothSides(environment);
      const { engine, port, setup, ...rest } = exported.analytics;
      expect({ engine, port }).toEqual({
        engine: clusterFacts(environment).warehouses?.engine,
        port: clusterFacts(environment).warehouses?.port,
      });
      expect(imported.analytics).toEqual(rest);
      expect(setup).toHaveLength(left);
    },
  );

  it("name the limit of a day among the statements that are left, in whole terabytes", async () => {
    const limited = { ...changes, warehouses: { analytics: { ...warehouses.analytics, scanTiBPerDay: 1.5 } } };
    const { exported } = await bothSides(azureEnvironment(limited));
    expect(exported.analytics.setup[0]).toBe("EXEC sp_set_data_processed_limit @type = N'daily', @limit_tb = 2");
  });
});
