import { namespaces } from "../cluster/namespaces.ts";

/**
 * Every name of Services in the stores' namespace, for a certificate: short, with the namespace, and whole. `headless` are those whose pods
 * have names of their own below, one for all of them, by the wildcard that stands for one label.
 * https://kubernetes.io/docs/concepts/services-networking/dns-pod-service/
 */
export function decideHosts(services: readonly string[], headless: readonly string[] = []): string[] {
  const endings = [`.${namespaces.data}.svc`, `.${namespaces.data}.svc.cluster.local`];
  const short = ["", `.${namespaces.data}`];
  return [
    ...services.flatMap((service) => [...short, ...endings].map((ending) => `${service}${ending}`)),
    // A wildcard before a short name is no name that every client accepts.
    ...headless.flatMap((service) => [`.${namespaces.data}`, ...endings].map((ending) => `*.${service}${ending}`)),
  ];
}
