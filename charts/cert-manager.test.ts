import { describe, expect, it } from "vitest";
import { chartLock } from "./catalogue.ts";
import { certManager, decideCertManagerValues } from "./cert-manager.ts";

const surroundings = {
  namespace: "ops",
  kubernetes: "1.35",
  spare: true,
  zones: 3,
  nodeSelector: { purpose: "system" },
  mirrors: {},
};
const values = decideCertManagerValues(surroundings);
const lean = decideCertManagerValues({ ...surroundings, spare: false, nodeSelector: {} });
const parts = (all: typeof values): [part: string, program: unknown][] => [
  ["controller", all],
  ["webhook", all["webhook"]],
  ["cainjector", all["cainjector"]],
];

describe("cert-manager", () => {
  it("defines its kinds, and keeps them when it goes", () => {
    expect(values).toMatchObject({ crds: { enabled: true, keep: true } });
  });

  it("elects its leader where it is itself, since some clouds close kube-system", () => {
    expect(values).toMatchObject({ global: { leaderElection: { namespace: "ops" } } });
  });

  it("runs no Job of Helm's, and lets `up` wait until the API server trusts the webhook instead", () => {
    expect(values).toMatchObject({ startupapicheck: { enabled: false } });
    const waiting = { "pulumi.com/waitFor": "jsonpath={.webhooks[0].clientConfig.caBundle}" };
    expect(values["webhook"]).toMatchObject({
      validatingWebhookConfigurationAnnotations: waiting,
      mutatingWebhookConfigurationAnnotations: waiting,
    });
  });

  it.each(parts(values))("runs %s by its digest, twice, with a budget, apart and out of the mesh", (part, program) => {
    expect(program).toMatchObject({
      image: { repository: `quay.io/jetstack/cert-manager-${part}` },
      replicaCount: 2,
      podDisruptionBudget: { enabled: true, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" },
      podLabels: { "istio.io/dataplane-mode": "none" },
      nodeSelector: { "kubernetes.io/os": "linux", purpose: "system" },
    });
    expect(JSON.stringify(program)).toMatch(
      /"requests":\{"cpu":"\d+m","memory":"(\d+Mi)"\},"limits":\{"memory":"\1"\}/,
    );
    expect(JSON.stringify(program)).toMatch(/"tag":"v1\.21\.2@sha256:[a-f0-9]{64}"/);
    expect(JSON.stringify(program)).toContain(`"app.kubernetes.io/component":"${part}"`);
  });

  it.each(parts(lean))("runs %s once and without a budget where no spare is wanted", (_part, program) => {
    expect(program).toMatchObject({ replicaCount: 1, podDisruptionBudget: { enabled: false } });
  });

  it("has all its images in the lock", () => {
    for (const image of certManager.images) expect(chartLock.images).toHaveProperty([image]);
  });
});
