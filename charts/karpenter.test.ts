import { describe, expect, it } from "vitest";
import { chartLock } from "./catalogue.ts";
import { decideKarpenterValues, karpenter } from "./karpenter.ts";

const surroundings = {
  namespace: "ops",
  kubernetes: "1.35",
  spare: true,
  zones: 3,
  nodeSelector: { purpose: "system" },
  mirrors: {},
};
const place = { cluster: "shop", region: "north-1", interruptions: "shop-goes", serviceAccount: "maker" };
const values = decideKarpenterValues(surroundings, place);

describe("the provisioner of nodes", () => {
  it("knows its cluster, its region and where it is told of nodes that go, for no machine may tell it", () => {
    expect(values).toMatchObject({
      controller: { env: [{ name: "AWS_REGION", value: "north-1" }] },
      serviceAccount: { create: true, name: "maker" },
      settings: { clusterName: "shop", eksControlPlane: true, interruptionQueue: "shop-goes" },
    });
  });

  it("runs the image that was seen, by its digest, which the chart would else put behind a mirror's tag twice", () => {
    const { repository, tag, digest } = chartLock.images["karpenter"] ?? {};
    expect(digest).toMatch(/^sha256:[a-f0-9]{64}$/);
    expect(values).toMatchObject({ controller: { image: { repository, tag: `${tag}@${digest}`, digest: "" } } });
    expect(tag).toBe(karpenter.appVersion);
  });

  // https://karpenter.sh/docs/upgrading/compatibility/
  it("is for every version of Kubernetes that there is", () => {
    const [first, last] = karpenter.kubernetes.map((version) => Number(version.split(".")[1]));
    expect(first).toBeLessThanOrEqual(35);
    expect(last).toBeGreaterThanOrEqual(36);
  });

  it("runs twice where a spare is wanted, on nodes for operators, spread over zones and nodes", () => {
    expect(values).toMatchObject({
      replicas: 2,
      nodeSelector: { purpose: "system" },
      priorityClassName: "system-cluster-critical",
    });
    expect(decideKarpenterValues({ ...surroundings, spare: false }, place)).toMatchObject({ replicas: 1 });
    const keys = JSON.stringify(values["topologySpreadConstraints"]);
    expect(keys).toContain("topology.kubernetes.io/zone");
    expect(keys).toContain("kubernetes.io/hostname");
    // The chart's own would leave a copy waiting for a zone without a node.
    expect(keys).not.toContain("DoNotSchedule");
  });

  // https://karpenter.sh/docs/faq/
  it("keeps the chart's word that it stays off the nodes that it makes, and its copies off each other", () => {
    expect(values).not.toHaveProperty("affinity");
    expect(values).not.toHaveProperty("tolerations");
  });

  it("has as much memory as it asks for", () => {
    expect(values).toMatchObject({
      controller: { resources: { requests: { memory: "1Gi" }, limits: { memory: "1Gi" } } },
    });
  });

  it("brings the kinds that say what nodes are made of and for whom", () => {
    expect(karpenter.kinds.map(({ group, kind }) => `${kind}.${group}`)).toEqual(
      expect.arrayContaining(["EC2NodeClass.karpenter.k8s.aws", "NodePool.karpenter.sh"]),
    );
  });
});
