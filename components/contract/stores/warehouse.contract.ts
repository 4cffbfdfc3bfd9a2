import { describe, expect, it } from "vitest";
import { z } from "zod";
import { layerNames } from "../../../environments/schema/stores/warehouse.ts";
import { UnsupportedError } from "../../kit/errors.ts";
import { names } from "../kit.contract.ts";
import { waitedFor } from "../reader.contract.ts";
import { run, type ContractSubject } from "../subject.contract.ts";
import { warehouseNames } from "./warehouse-kit.contract.ts";

/** What every cloud's warehouse must do, or be refused by name. */
export function describeWarehouse(subject: ContractSubject): void {
  const { warehouses, "warehouses.keepDays": keepDays } = subject.capabilities;
  const facts = subject.facts.warehouses;

  describe("warehouse", () => {
    it("is known beforehand by its engine and port exactly where there are any", () => {
      expect(facts !== undefined).toBe(warehouses.supported);
      if (keepDays.supported) expect(warehouses.supported).toBe(true);
    });

    if (!warehouses.supported) {
      it("is refused by name", async () => {
        await expect(run(subject, (kit) => kit.warehouse())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    it("is the engine that its row says, at a host without scheme and port", async () => {
      const { engine, port, host } = shape.parse(await (await run(subject, (kit) => kit.warehouse())).value);
      expect({ engine, port }).toEqual({ engine: facts?.engine, port: facts?.port });
      expect(host).toMatch(/^(?:\$\{|[^:/]+$)/);
      if (facts !== undefined && facts.ports.length > 0) expect(facts.ports).toContain(port);
    });

    it("names each layer differently", async () => {
      const { layers } = shape.parse(await (await run(subject, (kit) => kit.warehouse())).value);
      expect(new Set(layerNames.map((layer) => layers[layer])).size).toBe(layerNames.length);
    });

    it("has no password that a service would be given", async () => {
      const { value } = await run(subject, (kit) => kit.warehouse());
      expect(Object.keys(shape.parse(await value)).sort()).toEqual([
        "database",
        "engine",
        "host",
        "id",
        "layers",
        "port",
      ]);
    });

    it("is told of after its key may be used, and after all that it is made of", async () => {
      const found = await waitedFor(subject, (kit) => kit.warehouse());
      expect({ own: found(warehouseNames.warehouse), key: found(names.key) }).toEqual({
        own: true,
        key: subject.capabilities.keys.supported,
      });
    });
  });
}

const text = z.string().min(1);

const shape = z.strictObject({
  engine: text,
  host: text,
  port: z.number(),
  database: text,
  layers: z.strictObject({ bronze: text, silver: text, gold: text }),
  id: text,
});
