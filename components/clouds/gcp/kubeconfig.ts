import { jsonStringify, type Output } from "@pulumi/pulumi";

/** What a kubeconfig points at. */
export interface ApiServer {
  /** With its scheme. */
  readonly server: Output<string>;
  /** In base64. Undefined for the DNS endpoint, whose certificate is signed by a public authority. */
  readonly certificateAuthority: Output<string | undefined>;
}

/**
 * A kubeconfig with one context and no credential: Google's plugin asks gcloud for a token of whoever runs it. Written as
 * `gcloud container clusters get-credentials` does; the plugin speaks v1beta1 only.
 * https://github.com/kubernetes/cloud-provider-gcp/tree/master/cmd/gke-gcloud-auth-plugin
 */
export function renderKubeconfig(context: string, { server, certificateAuthority }: ApiServer): Output<string> {
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    clusters: [
      {
        name: context,
        cluster: {
          server,
          "certificate-authority-data": certificateAuthority,
        },
      },
    ],
    users: [
      {
        name: context,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "gke-gcloud-auth-plugin",
            installHint: "Run: gcloud components install gke-gcloud-auth-plugin",
            interactiveMode: "Never",
            provideClusterInfo: true,
          },
        },
      },
    ],
  });
}
