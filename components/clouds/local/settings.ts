import { z } from "zod";

/** The `cloud:` block of an environment on a cluster that exists already: kind, k3d, minikube or any other. */
export const localSettings = z.strictObject({
  name: z.literal("local"),
  context: z
    .string()
    .min(1)
    .max(200)
    .meta({ description: "Context of the kubeconfig that names the cluster. No other context is ever used." }),
  kubeconfig: z
    .string()
    .min(1)
    .max(500)
    .default("~/.kube/config")
    .meta({ description: "Path of the kubeconfig file. The KUBECONFIG variable is never read." }),
});

/** The settings after validation. */
export type LocalSettings = z.infer<typeof localSettings>;
