import { environmentSchema, type Environment } from "../../../environments/schema/environment.ts";
import { localSettings, type LocalSettings } from "./settings.ts";

const schema = environmentSchema(localSettings);

/** An environment on a laptop, for tests. */
export function localEnvironment(name = "shop-local"): Environment<LocalSettings> {
  const file = schema.parse({
    cloud: { name: "local", context: "kind-shop" },
    tier: "development",
    owner: "platform",
    costCentre: "shop",
    registry: { placement: "external", host: "registry.example.org" },
  });
  return { ...file, name, system: "shop", target: "local" };
}
