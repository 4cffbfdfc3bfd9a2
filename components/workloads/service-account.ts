import { ServiceAccount } from "@pulumi/kubernetes/core/v1/serviceAccount.js";
import type { Resource } from "@pulumi/pulumi";
import type { ServiceWorkloadArgs } from "./service-workload.ts";

/** Who a service's pods are: called as the service, known to the cloud where it has an identity there, with no token mounted unasked. */
export function createServiceAccount(
  name: string,
  { service, identity }: Pick<ServiceWorkloadArgs, "service" | "identity">,
  metadata: (object: string) => object,
  opts: { readonly parent: Resource },
): ServiceAccount {
  const annotations = identity === undefined ? {} : { annotations: { ...identity.annotations } };
  return new ServiceAccount(
    `${name}-account`,
    { metadata: { ...metadata(service), ...annotations }, automountServiceAccountToken: false },
    opts,
  );
}
