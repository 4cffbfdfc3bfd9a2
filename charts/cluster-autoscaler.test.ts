import { describe, expect, it } from "vitest";
import { chartLock } from "./catalogue.ts";
import { clusterAutoscaler, decideAutoscalerValues } from "./cluster-autoscaler.ts";

const surroundings = {
  namespace: "ops",
  kubernetes: "1.35",
  spare: true,
  zones: 3,
  nodeSelector: { purpose: "system" },
  mirrors: {},
};
const place = { provider: "somewhere", cluster: "shop", region: "north-1", serviceAccount: "mover" };
const values = decideAutoscalerValues(surroundings, place);

describe("the autoscaler of nodes", () => {
  it.each(["1.35", "1.36"])("runs the image of Kubernetes %s, by its digest", (kubernetes) => {
    const { image } = decideAutoscalerValues({ ...surroundings, kubernetes }, place);
    expect(image).toMatchObject({ repository: "registry.k8s.io/autoscaling/cluster-autoscaler" });
    expect(JSON.stringify(image)).toContain(`"tag":"v${kubernetes}.`);
    expect(JSON.stringify(image)).toMatch(/@sha256:[a-f0-9]{64}"/);
  });

  it("fails for a version of Kubernetes without an image", () => {
    expect(() => decideAutoscalerValues({ ...surroundings, kubernetes: "1.29" }, place)).toThrow(
      "no image cluster-autoscaler-1.29",
    );
  });

  it("says for which versions it is, all of them with an image in the lock", () => {
    const [first, last] = clusterAutoscaler.kubernetes;
    expect(clusterAutoscaler.images).toEqual([`cluster-autoscaler-${first}`, `cluster-autoscaler-${last}`]);
    for (const image of clusterAutoscaler.images) expect(chartLock.images).toHaveProperty([image]);
  });

  it("asks nothing of the cluster that renders it", () => {
    expect(values).toMatchObject({ kubeTargetVersionOverride: "1.35.0" });
  });

  it("keeps to the restricted Pod Security Standard on a read-only root", () => {
    expect(values).toMatchObject({
      securityContext: { runAsNonRoot: true, seccompProfile: { type: "RuntimeDefault" } },
      containerSecurityContext: {
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ["ALL"] },
      },
    });
  });

  it("runs twice where a spare is wanted, spread over zones and nodes", () => {
    expect(values).toMatchObject({ replicaCount: 2 });
    expect(decideAutoscalerValues({ ...surroundings, spare: false }, place)).toMatchObject({ replicaCount: 1 });
    const keys = JSON.stringify(values["topologySpreadConstraints"]);
    expect(keys).toContain("topology.kubernetes.io/zone");
    expect(keys).toContain("kubernetes.io/hostname");
  });

  it("selects its pods by labels that stay when others change", () => {
    expect(values).toMatchObject({ deployment: { selector: clusterAutoscaler.pods } });
  });

  it("doesn't keep a node for what lies in an emptyDir there", () => {
    expect(values).toMatchObject({ extraArgs: { "skip-nodes-with-local-storage": false } });
  });
});
