import {
  imageParts,
  kindsOf,
  type ChartSurroundings,
  type ChartValue,
  type ChartValues,
  type PinnedChart,
} from "./catalogue.ts";
import { meshOffLabels, operatorResources, operatorSpread } from "./values.ts";

const name = "cert-manager";

const kind = kindsOf("cert-manager.io", "v1");
const acmeKind = kindsOf("acme.cert-manager.io", "v1");

/**
 * Signs the certificates of stores by our own authority, and renews them. Its kinds are judged by its webhook, which refuses all of
 * them until it is up. https://cert-manager.io/docs/releases/
 */
export const certManager: PinnedChart = {
  name,
  source: "oci://quay.io/jetstack/charts/cert-manager",
  version: "v1.21.2",
  appVersion: "v1.21.2",
  licence: "Apache-2.0",
  docs: "https://cert-manager.io/docs/",
  kubernetes: ["1.33", "1.36"],
  kinds: [
    acmeKind("Challenge", "challenges"),
    acmeKind("Order", "orders"),
    kind("Certificate", "certificates"),
    kind("CertificateRequest", "certificaterequests"),
    kind("ClusterIssuer", "clusterissuers"),
    kind("Issuer", "issuers"),
  ],
  images: ["cert-manager-cainjector", "cert-manager-controller", "cert-manager-webhook"],
  // On the pods of all three of its programs.
  pods: { "app.kubernetes.io/instance": name },
  webhookPort: 10250,
  metrics: { portName: "http-metrics", port: 9402 },
  ownBudget: true,
  hooks:
    "A Job that asks the API until the webhook answers. Instead `up` waits until the API server was told whom it has to trust there.",
};

/**
 * The API server asks the webhook as soon as it is told to, and refuses everything until it knows whose certificate that shows:
 * the pods are ready before. https://www.pulumi.com/docs/iac/clouds/kubernetes/guides/wait-for/
 */
const whenTrusted = { "pulumi.com/waitFor": "jsonpath={.webhooks[0].clientConfig.caBundle}" } as const;

/** The chart's values: three programs, each with a budget of its own where it runs twice. */
export function decideCertManagerValues(surroundings: ChartSurroundings): ChartValues {
  const program = (part: string): Readonly<Record<string, ChartValue>> => ({
    image: { ...imageParts(`${name}-${part}`, surroundings.mirrors) },
    replicaCount: surroundings.spare ? 2 : 1,
    podDisruptionBudget: surroundings.spare
      ? { enabled: true, maxUnavailable: 1, unhealthyPodEvictionPolicy: "AlwaysAllow" }
      : { enabled: false },
    podLabels: meshOffLabels,
    nodeSelector: { "kubernetes.io/os": "linux", ...surroundings.nodeSelector },
    topologySpreadConstraints: operatorSpread(podsOf(part), surroundings),
  });
  return {
    crds: { enabled: true, keep: true },
    // In its own namespace: some clouds let nobody write in `kube-system`.
    global: { leaderElection: { namespace: surroundings.namespace } },
    ...program("controller"),
    // It holds every Secret of the cluster in memory that has to do with certificates, and the names of all others.
    resources: operatorResources("50m", "256Mi"),
    webhook: {
      ...program("webhook"),
      resources: operatorResources("20m", "96Mi"),
      validatingWebhookConfigurationAnnotations: whenTrusted,
      mutatingWebhookConfigurationAnnotations: whenTrusted,
    },
    // It tells the API server whose certificate webhooks show: its own and, where charts ask it to, other operators'.
    cainjector: { ...program("cainjector"), resources: operatorResources("50m", "256Mi") },
    startupapicheck: { enabled: false },
  };
}

function podsOf(component: string): Readonly<Record<string, string>> {
  return { "app.kubernetes.io/instance": name, "app.kubernetes.io/component": component };
}
