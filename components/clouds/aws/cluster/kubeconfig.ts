import type { Output } from "@pulumi/pulumi";
import { renderExecKubeconfig, type ApiServer } from "../../../kit/cluster/kubeconfigs.ts";

/** An API server, and the cluster's name and region, for which tokens are asked. */
export interface EksApiServer extends ApiServer {
  readonly cluster: string;
  readonly region: string;
}

/**
 * The AWS CLI signs a token as whoever runs it. Written as `aws eks update-kubeconfig` does.
 * https://docs.aws.amazon.com/cli/latest/reference/eks/get-token.html
 */
export function renderKubeconfig(context: string, { cluster, region, ...server }: EksApiServer): Output<string> {
  return renderExecKubeconfig(context, server, {
    command: "aws",
    args: ["--region", region, "eks", "get-token", "--cluster-name", cluster, "--output", "json"],
    installHint: "Install the AWS CLI: https://docs.aws.amazon.com/cli/latest/userguide/getting-started-install.html",
    provideClusterInfo: false,
  });
}
