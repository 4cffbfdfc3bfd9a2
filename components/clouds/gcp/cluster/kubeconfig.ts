import type { Output } from "@pulumi/pulumi";
import { renderExecKubeconfig, type ApiServer } from "../../../kit/cluster/kubeconfigs.ts";

/**
 * Google's plugin asks gcloud for a token of whoever runs it. Written as `gcloud container clusters get-credentials` does.
 * https://github.com/kubernetes/cloud-provider-gcp/tree/master/cmd/gke-gcloud-auth-plugin
 */
export function renderKubeconfig(context: string, server: ApiServer): Output<string> {
  return renderExecKubeconfig(context, server, {
    command: "gke-gcloud-auth-plugin",
    installHint: "Run: gcloud components install gke-gcloud-auth-plugin",
    provideClusterInfo: true,
  });
}
