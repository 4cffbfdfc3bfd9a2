import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Chart } from "@pulumi/kubernetes/helm/v4/chart.js";
import { Provider } from "@pulumi/kubernetes/provider.js";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { expandCharts } from "./charts.ts";
import { helmRenderer } from "./helm.ts";
import { planProgram } from "./host.ts";
import type { PlannedResource } from "./planned-resource.ts";

const folder = mkdtempSync(join(tmpdir(), "landbridge-charts-"));
const helm = join(folder, "helm");

beforeAll(() => {
  // A stand-in for Helm that says what it was called with, so that the port is tested without a binary.
  const script = `#!/bin/sh
cat >"${folder}/values.json"; printf '%s ' "$@" >"${folder}/args"
[ "$2" = broken ] && { echo "Error: chart is broken" >&2; exit 1; }
cat <<'YAML'
apiVersion: v1
kind: Service
metadata: { name: web }
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata: { name: web }
---
YAML
`;
  writeFileSync(helm, script);
  chmodSync(helm, 0o755);
  writeFileSync(join(folder, "web-1.2.3.tgz"), "the archive");
});
afterAll(() => {
  rmSync(folder, { recursive: true });
});

async function planned(name = "shop-web", chart = "oci://example.org/charts/web"): Promise<readonly PlannedResource[]> {
  const { resources } = await planProgram(() => {
    const provider = new Provider("k8s", {});
    new Chart(name, { chart, version: "1.2.3", namespace: "shop", values: { replicas: 2 } }, { provider });
  });
  return resources;
}

describe("a chart", () => {
  it("is opaque and named where nobody can render it", async () => {
    const { resources, opaque } = await expandCharts(await planned(), "1.35");
    expect(opaque).toMatchObject([
      { name: "shop-web", chart: "oci://example.org/charts/web", version: "1.2.3", reason: "no renderer was given" },
    ]);
    expect(resources).toHaveLength((await planned()).length);
  });

  it("gives its children as the provider would register them", async () => {
    const { resources, opaque } = await expandCharts(
      await planned(),
      "1.35",
      helmRenderer({ helm, cache: folder, digests: {} }),
    );
    expect(opaque).toEqual([]);
    const chart = resources.find(({ name }) => name === "shop-web");
    expect(resources.filter(({ parent }) => parent === chart?.urn)).toMatchObject([
      {
        type: "kubernetes:core/v1:Service",
        name: "shop-web:shop/web",
        inputs: { metadata: { name: "web", namespace: "shop" } },
      },
      { type: "kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", name: "shop-web:web" },
    ]);
  });

  it("stays closed when its archive isn't the one in the lock, isn't there, or Helm fails or is missing", async () => {
    const reasons = async (
      cache: string,
      digest: string | undefined,
      binary: string,
      name?: string,
    ): Promise<string[]> => {
      const render = helmRenderer({
        helm: binary,
        cache,
        digests: digest === undefined ? {} : { "web-1.2.3": digest },
      });
      return (await expandCharts(await planned(name), "1.35", render)).opaque.map(({ reason }) => reason);
    };
    expect(await reasons(folder, "00", helm)).toMatchObject([expect.stringContaining("the lock says 00")]);
    expect(await reasons(tmpdir(), undefined, helm)).toEqual(["web-1.2.3.tgz isn't in the chart cache"]);
    expect(await reasons(folder, undefined, helm, "broken")).toEqual(["helm template failed: Error: chart is broken"]);
    expect(await reasons(folder, undefined, join(folder, "none"))).toEqual([`${join(folder, "none")} isn't installed`]);
  });
});
