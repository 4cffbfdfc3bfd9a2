import { listManagedClusterUserCredentialsOutput } from "@pulumi/azure-native/containerservice/listManagedClusterUserCredentials.js";
import type { ManagedCluster } from "@pulumi/azure-native/containerservice/managedCluster.js";
import { all, type Output, type Resource } from "@pulumi/pulumi";
import { certificateAuthorityIn, renderExecKubeconfig, type ApiServer } from "../../../kit/cluster/kubeconfigs.ts";
import type { AzureSettings } from "../settings.ts";

/**
 * The certificate of the authority that signed the API server's own. AKS tells it in no other place than a kubeconfig,
 * and where local accounts are off that one holds no credential.
 * https://learn.microsoft.com/rest/api/aks/managed-clusters/list-cluster-user-credentials
 */
export function certificateAuthorityOf(
  cluster: ManagedCluster,
  resourceGroupName: Output<string>,
  parent: Resource,
): Output<string> {
  const answer = listManagedClusterUserCredentialsOutput(
    { resourceGroupName, resourceName: cluster.name, format: "exec" },
    // The name is known before the cluster is there to be asked.
    { parent, dependsOn: [cluster] },
  );
  // The group said again: an answer that isn't known yet carries no dependencies but those of its options.
  return all([answer.kubeconfigs, resourceGroupName]).apply(([[first]]) => certificateAuthorityIn(first?.value ?? ""));
}

/** The application that stands for all AKS clusters in Microsoft Entra. https://azure.github.io/kubelogin/concepts/aks.html */
const serverId = "6dae42f8-4368-4678-94ff-3960e28e3630";

/** kubelogin asks the Azure CLI for a token of whoever runs it. https://learn.microsoft.com/azure/aks/kubelogin-authentication */
export function renderKubeconfig(
  context: string,
  { tenant }: Pick<AzureSettings, "tenant">,
  server: ApiServer,
): Output<string> {
  return renderExecKubeconfig(context, server, {
    command: "kubelogin",
    args: ["get-token", "--login", "azurecli", "--server-id", serverId, "--tenant-id", tenant],
    installHint: "Run: az aks install-cli",
    provideClusterInfo: false,
  });
}
