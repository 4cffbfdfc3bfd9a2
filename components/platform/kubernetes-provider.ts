import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { Provider } from "@pulumi/kubernetes/provider.js";
import type { ClusterFacts } from "../cloud.ts";

/**
 * The one way to reach a cluster. Everything that could come from the surroundings is set here: the kubeconfig and its
 * context, so that no other cluster is changed by accident; the identifier, so that a kubeconfig which is computed anew
 * doesn't replace the provider and with it every object. Objects are applied by the server, which settles who owns which
 * field. A cluster that is gone is left to the operator's explicit word (docs/engine.md).
 * https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
 */
export function createKubernetesProvider(
  name: string,
  facts: ClusterFacts,
  kubeconfig: Input<string>,
  opts: CustomResourceOptions,
  existing: "refuse" | "take over" = "refuse",
): Provider {
  return new Provider(
    name,
    {
      kubeconfig,
      context: facts.context,
      clusterIdentifier: facts.identifier,
      enableServerSideApply: true,
      enableConfigMapMutable: false,
      suppressHelmHookWarnings: true,
      // For what an earlier platform left behind on purpose. Elsewhere it would hide that somebody else's object has the
      // same name, so there it is the operator's word for one run (PULUMI_K8S_UPSERT_EXISTING_OBJECTS).
      ...(existing === "take over" ? { upsertExistingObjects: true } : {}),
    },
    opts,
  );
}
