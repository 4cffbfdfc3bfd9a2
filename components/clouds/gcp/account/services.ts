import { Service } from "@pulumi/gcp/projects/service.js";
import type { ComponentResourceOptions } from "@pulumi/pulumi";

/** Google's APIs that Landbridge needs, each in the components that call it. */
export type ApiName =
  | "artifactregistry"
  | "bigquery"
  | "bigtableadmin"
  | "billingbudgets"
  | "cloudbilling"
  | "certificatemanager"
  | "cloudkms"
  | "cloudresourcemanager"
  | "compute"
  | "container"
  | "containerscanning"
  | "dns"
  | "iam"
  | "iamcredentials"
  | "logging"
  | "managedkafka"
  | "memorystore"
  | "monitoring"
  | "pubsub"
  | "run"
  | "secretmanager"
  | "servicenetworking"
  | "sqladmin"
  | "storage"
  | "sts";

/**
 * Turns APIs on for the project, each once however many components call it. A component names what it calls and lets
 * everything that it makes depend on that, so that a new project works at the first `up` and no component relies on
 * another's order. They stay on after `destroy`: others in the project may use them.
 * https://cloud.google.com/service-usage/docs/enable-disable
 */
export class Apis {
  readonly #prefix: string;
  readonly #enabled = new Map<ApiName, Service>();

  /** `prefix` begins the names of the resources: the environment's name. */
  constructor(prefix: string) {
    this.#prefix = prefix;
  }

  /** The resources to depend on, in the given order. They stand beside the component that asks first. */
  enable(apis: readonly ApiName[], { parent }: Pick<ComponentResourceOptions, "parent">): Service[] {
    return apis.map((api) => {
      const known = this.#enabled.get(api);
      if (known !== undefined) return known;
      const opts = parent === undefined ? {} : { parent };
      const args = { service: `${api}.googleapis.com`, disableOnDestroy: false };
      const service = new Service(`${this.#prefix}-api-${api}`, args, opts);
      this.#enabled.set(api, service);
      return service;
    });
  }
}
