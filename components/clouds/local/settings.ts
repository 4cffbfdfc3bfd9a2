import { z } from "zod";

/** The `cloud:` block of an environment on a cluster that exists already: kind, k3d, minikube or any other. */
export const localSettings = z.strictObject({
  name: z.literal("local"),
  context: z
    .string()
    // Printed into commands to paste: nothing that a shell or an option's name begins with.
    .regex(
      /^[A-Za-z0-9_][A-Za-z0-9_.:@/-]{0,199}$/,
      "must be 1 to 200 of A-Z, a-z, 0-9 and _.:@/-, beginning with a word",
    )
    .meta({
      description: "Context of the kubeconfig that names the cluster. No other context is ever used.",
      examples: ["kind-landbridge"],
    }),
  kubeconfig: z
    .string()
    // The provider takes contents as well as a path, and contents may name a command that it runs to log in. A file of
    // an environment must not be able to bring them: what lies in ~/.kube was put there by the user.
    // https://www.pulumi.com/registry/packages/kubernetes/api-docs/provider/
    // https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
    .regex(
      /^~\/\.kube\/[A-Za-z0-9_-][A-Za-z0-9._-]{0,80}$/,
      "must be a file directly in ~/.kube; an operator gives any other path as landbridge:kubeconfig in the stack's configuration",
    )
    .default("~/.kube/config")
    .meta({
      description:
        "Kubeconfig file in ~/.kube. Another path is given as landbridge:kubeconfig in the stack's configuration. The KUBECONFIG variable is never read.",
      examples: ["~/.kube/config"],
    }),
});

/** The settings after validation. */
export type LocalSettings = z.infer<typeof localSettings>;
