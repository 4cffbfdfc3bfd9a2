import { describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../components/example-environment.fixture.ts";
import { crossRules, type At } from "../../cross-rules.ts";

const at: At = (path) => ({ path: path.join(".") });

/** What is wrong where a service uses warehouses, besides what it says of itself. */
function wrongWith(warehouses: object, service: object = {}): string[] {
  const environment = exampleEnvironment({
    stores: {},
    warehouses: { analytics: {} },
    domains: { commerce: { owner: "team", services: { refine: { image: "a/b:1", warehouses, ...service } } } },
  });
  return crossRules(environment, at).map(({ path, rule }) => `${path} ${rule}`);
}

const path = "domains.commerce.services.refine";

describe("a service that uses a warehouse", () => {
  it("breaks no rule where it is there and a layer is named", () => {
    expect(wrongWith({ analytics: { gold: "read" } })).toEqual([]);
  });

  it("fails for one that isn't there, and for no layer", () => {
    expect(wrongWith({ analytic: { gold: "read" } })).toEqual([
      `${path}.warehouses.analytic names no warehouse of warehouses`,
    ]);
    expect(wrongWith({ analytics: {} })).toEqual([`${path}.warehouses.analytics names no layer`]);
  });

  it("fails where it sets a variable of its own that the warehouse sets", () => {
    expect(wrongWith({ analytics: { gold: "read" } }, { config: { WAREHOUSE_ANALYTICS_HOST: "here" } })).toEqual([
      `${path}.config.WAREHOUSE_ANALYTICS_HOST is set by the platform for warehouse analytics`,
    ]);
  });
});
