import { describe, expect, it } from "vitest";
import { UsageError } from "../components/kit/errors.ts";
import { layers, layerStackName, parseStackName } from "./names.ts";

describe("a stack's name", () => {
  it("without a layer holds the platform, and never what belongs to the account", () => {
    expect(parseStackName("example-service-local")).toEqual({
      environment: "example-service-local",
      layers: ["cloud", "cluster"],
    });
  });

  it.each(layers)("with the layer %s holds that one", (layer) => {
    expect(parseStackName(layerStackName("shop-prod", layer))).toEqual({ environment: "shop-prod", layers: [layer] });
  });

  it.each(["shop-prod.network", "shop-prod.cloud.cluster"])("fails for %s and says what to write", (name) => {
    expect(() => parseStackName(name)).toThrow(UsageError);
    expect(() => parseStackName(name)).toThrow(
      "write shop-prod.cloud or shop-prod.cluster, shop-prod for both in one, or shop-prod.bootstrap for the account's own",
    );
  });
});
