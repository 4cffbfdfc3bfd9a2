import type { Input } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { ObjectsAccess, PodIdentity, Warehouse, WarehouseFacts } from "../cloud.ts";
import { authoritiesFile, authoritiesFolder } from "../kit/workloads/authorities.ts";
import { bucketVariable, objectVariables, warehouseVariables } from "../kit/workloads/bindings.ts";
import { eventsVariable } from "../kit/events/events.ts";
import type { Labels } from "../kit/labels.ts";
import { objectServer } from "../kit/objects/objects-in-cluster.ts";
import type { Variables } from "./bindings.ts";
import { decideLayerRights } from "../kit/databases/warehouses.ts";

/** What the cloud gives to services besides stores. */
export interface CloudRights {
  /** What each identity is in the cloud, by its name in the environment. */
  readonly identities: Readonly<Record<string, Input<string>>>;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Input<string>>>;
  /** Where queues and topics of events are, by name. - behaviour: there are none. */
  readonly events?: EventUrls;
  /** Where warehouses are, by name. - behaviour: there are none. */
  readonly warehouses?: Readonly<Record<string, WarehouseAccess>>;
  /** How they are reached; absent where the cloud has none. */
  readonly warehouseFacts?: WarehouseFacts | undefined;
  /** How pods get an identity; absent where there is no cloud. */
  readonly podIdentity?: PodIdentity | undefined;
  /** How buckets are reached that are in the cluster. - behaviour: they are the cloud's. */
  readonly objects?: ObjectsAccess | undefined;
}

/** Where a queue or topic is written to, and a queue is read from, by name. */
export type EventUrls = Readonly<Record<"publish" | "consume", Readonly<Record<string, Input<string>>>>>;

/** What services are told of a warehouse. */
export type WarehouseAccess = Pick<Warehouse, "host" | "database" | "layers">;

/** How a service carries its identity in the cloud. */
export interface ServiceIdentity {
  /** Of its service account. */
  readonly annotations: Readonly<Record<string, Input<string>>>;
  /** Of its pods. */
  readonly podLabels: Labels;
}

/** The identity of a name, or undefined where there is none: most services have nothing to do in the cloud. */
export function serviceIdentity(name: string, rights: CloudRights | undefined): ServiceIdentity | undefined {
  const id = rights?.identities[name];
  if (id === undefined) return undefined;
  if (rights?.podIdentity === undefined) throw new Error(`${name} has an identity, which no pod can be given here`);
  const { annotation, podLabels } = rights.podIdentity;
  return { annotations: { [annotation]: id }, podLabels };
}

/** Where a service's buckets are, by variable. Throws for a bucket that isn't there, which a valid environment has none of. */
export function bindBuckets(
  name: string,
  { buckets }: Pick<ServiceWish, "buckets">,
  rights: CloudRights | undefined,
): Record<string, Input<string>> {
  return Object.fromEntries(
    Object.keys(buckets)
      .sort()
      .map((bucket) => {
        const url = rights?.objects?.bucketUrls[bucket] ?? rights?.bucketUrls[bucket];
        if (url === undefined) throw new Error(`${name} uses bucket ${bucket}, which isn't there`);
        return [bucketVariable(bucket), url];
      }),
  );
}

/**
 * How a service reaches buckets in the cluster: by what every SDK of AWS looks for, so that a program that asks for no keys, as on a
 * cloud, finds them. Nothing where the cloud holds them, or the service uses none. Throws where it has no keys.
 * https://docs.aws.amazon.com/sdkref/latest/guide/environment-variables.html
 */
export function bindObjectKeys(
  name: string,
  { buckets }: Pick<ServiceWish, "buckets">,
  rights: CloudRights | undefined,
): Variables {
  const objects = rights?.objects;
  if (objects === undefined || Object.keys(buckets).length === 0) return { clear: {}, secret: {} };
  const keys = objects.keys[name];
  if (keys === undefined) throw new Error(`${name} uses buckets, to which it has no keys`);
  const file = authoritiesFile(objectServer);
  const { region, endpoint, caBundle, accessKey, secretKey } = objectVariables;
  return {
    clear: {
      [caBundle]: `${authoritiesFolder}/${file}`,
      [endpoint]: objects.endpoint,
      [region]: objects.region,
    },
    secret: { [accessKey]: keys.accessKey, [secretKey]: keys.secretKey },
    authorities: { [file]: objects.authority },
  };
}

/** Where a service's queues and topics are, by variable. Throws for one that isn't there, which a valid environment has none of. */
export function bindEvents(
  name: string,
  { events }: Pick<ServiceWish, "events">,
  rights: CloudRights | undefined,
): Record<string, Input<string>> {
  return Object.fromEntries(
    Object.entries(events)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([target, access]) => {
        const url = rights?.events?.[access][target];
        if (url === undefined) throw new Error(`${name} uses ${target} of events, which isn't there`);
        return [eventsVariable(target), url];
      }),
  );
}

/**
 * Where a service's warehouses are, by variable, with the layers that it may use. Throws for a warehouse that isn't there, which a
 * valid environment has none of.
 */
export function bindWarehouses(
  name: string,
  wish: Pick<ServiceWish, "warehouses">,
  rights: CloudRights | undefined,
): Record<string, Input<string>> {
  const bound = Object.entries(wish.warehouses)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([warehouse, use]): (readonly [string, Input<string>])[] => {
      const [facts, access] = [rights?.warehouseFacts, rights?.warehouses?.[warehouse]];
      if (facts === undefined || access === undefined)
        throw new Error(`${name} uses warehouse ${warehouse}, which isn't there`);
      const variables = warehouseVariables(warehouse);
      return [
        [variables.engine, facts.engine],
        [variables.host, access.host],
        [variables.port, String(facts.port)],
        [variables.database, access.database],
        ...decideLayerRights(use).map(({ layer }) => [variables[layer], access.layers[layer]] as const),
      ];
    });
  return Object.fromEntries(bound);
}
