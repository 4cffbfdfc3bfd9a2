import { jsonStringify, type Output } from "@pulumi/pulumi";

/** What a kubeconfig points at. */
export interface ApiServer {
  /** With its scheme. */
  readonly server: Output<string>;
  /** In base64. */
  readonly certificateAuthority: Output<string>;
  /** The cluster's name and region, for which tokens are asked. */
  readonly cluster: string;
  readonly region: string;
}

/**
 * A kubeconfig with one context and no credential: the AWS CLI signs a token as whoever runs it. Written as
 * `aws eks update-kubeconfig` does. https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html
 */
export function renderKubeconfig(context: string, { server, certificateAuthority, cluster, region }: ApiServer) {
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    users: [
      {
        name: context,
        user: {
          exec: {
            apiVersion: "client.authentication.k8s.io/v1beta1",
            command: "aws",
            args: ["--region", region, "eks", "get-token", "--cluster-name", cluster, "--output", "json"],
            installHint:
              "Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
            interactiveMode: "Never",
            provideClusterInfo: false,
          },
        },
      },
    ],
  });
}
