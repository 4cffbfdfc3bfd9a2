import { expect, it } from "vitest";
import { cloudnativePg } from "./cloudnative-pg.ts";

const around = {
  namespace: "ops",
  watched: "stores",
  kubernetes: "1.35",
  spare: true,
  zones: 3,
  nodeSelector: {},
  mirrors: {},
};

it("watches the stores' namespace and its own, where what copies is, and is told so in a variable: its ConfigMap comes too late", () => {
  const { additionalEnv, config } = cloudnativePg.values(around);
  expect(additionalEnv).toEqual([{ name: "WATCH_NAMESPACE", value: "stores,ops" }]);
  expect(config).toBeUndefined();
});
