import { Provider } from "@pulumi/azure-native/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { ComponentResource, output, type ComponentResourceOptions } from "@pulumi/pulumi";
import { planProgram, type HostOptions } from "../../../plan/host.ts";
import { isObject, type PlannedResource, type PlannedValue } from "../../../plan/planned-resource.ts";
import type { Key, KeySpec, ManagedPostgresSpec, Network, ObjectStoreSpec, RegistrySpec } from "../../cloud.ts";
import type { Tags } from "../../kit/tags.ts";
import { Identities } from "./rights/identity.ts";
import { AzureKey } from "./rights/keys.ts";
import { AzureObjectStore } from "./objects/object-store.ts";
import { AzurePostgres } from "./databases/postgres/postgres.ts";
import { PrivateDoors } from "./network/private-link.ts";
import { AzureRegistry } from "./registry/registry.ts";
import { ResourceGroup } from "./account/resource-group.ts";
import { ServiceLogs } from "./account/service-logs.ts";
import type { AzureSettings } from "./settings.ts";

/** Settings for tests of what holds data. */
export const settings: AzureSettings = {
  name: "azure",
  subscription: "11111111-2222-3333-4444-555555555555",
  tenant: "66666666-7777-8888-9999-000000000000",
  administrators: "aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee",
  regions: { primary: "swedencentral" },
};

const tags: Tags = {
  environment: "shop-prod",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "cc-1",
  "managed-by": "landbridge",
};

const networkId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/vnet";

/** The components that hold data, with specs filled in. */
export interface Parts {
  key(changes?: Partial<KeySpec>): AzureKey;
  bucket(changes?: Partial<ObjectStoreSpec>): AzureObjectStore;
  registry(changes?: Partial<RegistrySpec>): AzureRegistry;
  postgres(changes?: Partial<ManagedPostgresSpec>): AzurePostgres;
}

/** What a program of these components registered, with helpers to look at it. */
export async function planParts(program: (parts: Parts) => unknown, stand: HostOptions = {}) {
  const plan = await planProgram(
    () => {
      const providers = [
        new Provider("azure", { subscriptionId: settings.subscription }),
        new RandomProvider("random"),
      ];
      const root = new ComponentResource("landbridge:test:Root", "shop-prod", {}, { providers });
      return { result: program(partsOf({ parent: root })) };
    },
    { stack: "test", ...stand },
  );
  return { ...plan, ofType: (type: string) => plan.resources.filter((resource) => resource.type === type) };
}

/** A plan of parts. */
export type PartsPlan = Awaited<ReturnType<typeof planParts>>;

function partsOf(opts: ComponentResourceOptions): Parts {
  const group = new ResourceGroup({ environment: "shop-prod", settings, tags, protect: true });
  const identities = new Identities("shop-prod", group, tags);
  const doors = new PrivateDoors("shop-prod", { settings, group, tags });
  const logs = new ServiceLogs("shop-prod", { group, settings, tags, protect: true, days: 365 });
  const common = { group, identities, doors, settings, logs };
  const shared = { tags, protect: true };
  const network: Network = {
    id: output(networkId),
    reference: output(networkId),
    nodeSubnets: output([`${networkId}/subnets/nodes`]),
    ready: output("ready"),
  };
  let made: AzureKey | undefined;
  const key = (changes: Partial<KeySpec> = {}): AzureKey => {
    const users: KeySpec["users"] = ["brokers", "buckets", "caches", "cluster", "databases", "nodes", "registry"];
    const spec: KeySpec = { dataClass: "personal", users, rotationDays: 90, ...shared, ...changes };
    return (made ??= new AzureKey("shop-prod-key-personal", { ...common, spec }, opts));
  };
  const keyed = (changes: object): { key: Key | undefined } => ({ key: "key" in changes ? undefined : key() });
  return {
    key,
    bucket(changes = {}) {
      const wish = { dataClass: "personal", retentionDays: 0, keepVersions: 5 } as const;
      const spec: ObjectStoreSpec = { wish, purpose: "files", network, ...keyed(changes), ...shared, ...changes };
      return new AzureObjectStore("shop-prod-bucket-uploads", { ...common, spec }, opts);
    },
    registry(changes = {}) {
      const plain = { repositories: ["commerce/order"], scanning: false, replicateTo: [], mirrors: [] };
      const spec = { ...plain, ...keyed(changes), ...shared, ...changes };
      return new AzureRegistry("shop-prod-registry", { ...common, spec }, opts);
    },
    postgres(changes = {}) {
      const spec = {
        wish: postgresWish,
        highlyAvailable: true,
        backupDays: 7,
        logDays: 90,
        network,
        ...keyed(changes),
        ...shared,
        ...changes,
      };
      return new AzurePostgres("shop-prod-orders", { ...common, spec }, opts);
    },
  };
}

/** The store that specs are filled in with. */
export const postgresWish = {
  kind: "postgres",
  placement: "managed",
  size: "large",
  dataClass: "personal",
  version: "17",
  replicas: 2,
  storageGiB: 100,
  pitrDays: 3,
} as const;

/** The one resource of a name that isn't a component. Throws where there is none. */
export function named({ resources }: Pick<PartsPlan, "resources">, name: string): PlannedResource {
  const found = resources.find((resource) => resource.custom && resource.name === name);
  if (found === undefined) throw new Error(`nothing is named ${name}`);
  return found;
}

/** The input at a path of property names. */
export function at({ inputs }: PlannedResource, path: string): PlannedValue | undefined {
  return path
    .split(".")
    .reduce<PlannedValue | undefined>((inner, key) => (isObject(inner) ? inner[key] : undefined), inputs);
}

/** Names of everything that a resource waits for, near and far, sorted. */
export function ancestorNames({ resources }: Pick<PartsPlan, "resources">, resource: PlannedResource): string[] {
  const byUrn = new Map(resources.map((planned) => [planned.urn, planned]));
  const reached = new Set(resource.dependencies);
  // A set that grows while it is walked is walked to its new end.
  for (const urn of reached) for (const next of byUrn.get(urn)?.dependencies ?? []) reached.add(next);
  return [...reached].map((urn) => byUrn.get(urn)?.name ?? urn).sort();
}
