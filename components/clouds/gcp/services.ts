import { Service } from "@pulumi/gcp/projects/service.js";
import type { Resource } from "@pulumi/pulumi";

/** Google's APIs that Landbridge needs, each in the components that call it. */
export type ApiName =
  | "artifactregistry"
  | "cloudkms"
  | "compute"
  | "container"
  | "iam"
  | "logging"
  | "monitoring"
  | "servicenetworking"
  | "sqladmin"
  | "storage";

/**
 * Turns APIs on for the project. Each component enables what it calls and lets everything it makes depend on that, so
 * that a new project works at the first `up` and no component relies on another's order. They stay on after `destroy`:
 * others in the project may use them. https://cloud.google.com/service-usage/docs/enable-disable
 */
export function enableApis(name: string, apis: readonly ApiName[], parent: Resource): Service[] {
  return apis.map(
    (api) =>
      new Service(`${name}-api-${api}`, { service: `${api}.googleapis.com`, disableOnDestroy: false }, { parent }),
  );
}
