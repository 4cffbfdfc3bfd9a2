import type { CloudEntry } from "../../cloud.ts";
import { localCapabilities } from "./capabilities.ts";
import { openLocal } from "./cloud.ts";
import type { LocalSettings } from "./settings.ts";

/** The laptop's row in the table of clouds. It has no SDK of its own, so opening it imports nothing. */
export const local: CloudEntry<LocalSettings> = {
  capabilities: localCapabilities,
  computed: {},
  check: () => [],
  // The default storage class of kind, k3d and minikube is the only one they have.
  cluster: ({ cloud: { context } }) => ({
    identifier: context,
    context,
    storageClass: "",
    zones: 1,
    objects: "in-cluster",
  }),
  open: (environment) => Promise.resolve(openLocal(environment)),
  // There is no account.
  bootstrapChecks: () => [],
  // Both are held to plain characters by the settings' schema, so that nothing needs quotes; ~ must stay without.
  login: ({ context, kubeconfig }) => [
    {
      what: `a cluster under the context ${context}`,
      command: `kubectl --kubeconfig ${kubeconfig} --context ${context} get nodes`,
    },
  ],
};
