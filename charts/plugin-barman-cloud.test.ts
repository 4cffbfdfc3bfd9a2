import { expect, it } from "vitest";
import { decideBackupPluginValues, pluginBarmanCloud } from "./plugin-barman-cloud.ts";

const around = {
  namespace: "ops",
  kubernetes: "1.35",
  zones: 3,
  nodeSelector: { pool: "a" },
  spare: true,
  mirrors: {},
};

it("runs once, also where a spare is wanted: who doesn't lead doesn't answer", () => {
  expect(pluginBarmanCloud.alone).toBe(true);
  expect(decideBackupPluginValues(around)).toMatchObject({ replicaCount: 1, nodeSelector: { pool: "a" } });
});

it("limits memory to what is requested, and stays out of a mesh", () => {
  expect(decideBackupPluginValues(around)).toMatchObject({
    resources: { requests: { memory: "128Mi" }, limits: { memory: "128Mi" } },
    podLabels: { "istio.io/dataplane-mode": "none" },
  });
});

it("takes both images from their makers, or from the mirror", () => {
  const images = (mirrors: Record<string, string>) => {
    const { image, sidecarImage } = decideBackupPluginValues({ ...around, mirrors });
    return { image, sidecarImage };
  };
  const of = (registry: string, before = "") => ({
    image: { registry, repository: `${before}cloudnative-pg/plugin-barman-cloud` },
    sidecarImage: { registry, repository: `${before}cloudnative-pg/plugin-barman-cloud-sidecar` },
  });
  expect(images({})).toMatchObject(of("ghcr.io"));
  expect(images({ "ghcr.io": "mirror.example/hub/ghcr" })).toMatchObject(of("mirror.example", "hub/ghcr/"));
});

it("serves where the operator asks it, under the name that its certificate has", () => {
  expect(decideBackupPluginValues(around)).toMatchObject({ service: { name: "barman-cloud", port: 9090 } });
});
