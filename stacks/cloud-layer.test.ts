import { describe, expect, it } from "vitest";
import { openCloud, type AnyEnvironment } from "../components/clouds/table.ts";
import { UnsupportedError } from "../components/kit/errors.ts";
import { planProgram } from "../plan/host.ts";
import { CloudLayer } from "./cloud-layer.ts";
import { platformSchema } from "./load.ts";

const environment = (stores: object): AnyEnvironment => ({
  ...platformSchema.parse({
    cloud: { name: "local", context: "kind-shop" },
    tier: "development",
    owner: "platform",
    costCentre: "cc-1",
    registry: { placement: "external", host: "registry.example.org" },
    stores,
  }),
  name: "shop-local",
  system: "shop",
  target: "local",
});

const plan = (stores: object) =>
  planProgram(async () => {
    const cloud = await openCloud(environment(stores));
    new CloudLayer("shop-local", { environment: environment(stores), cloud }, {});
  });

describe("the cloud layer", () => {
  it("refuses a managed store that the cloud has none of", async () => {
    for (const [kind, name] of Object.entries({ kafka: "Kafka", redis: "Redis" })) {
      const refused = plan({ events: { kind, placement: "managed" } });
      await expect(refused).rejects.toBeInstanceOf(UnsupportedError);
      await expect(refused).rejects.toThrow(`local: managed ${name} is not available here; write placement`);
    }
  });

  it("leaves stores in the cluster to the cluster layer", async () => {
    await expect(plan({ events: { kind: "kafka", placement: "in-cluster" } })).resolves.toBeDefined();
  });
});
