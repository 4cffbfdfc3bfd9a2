import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { Environment } from "../../../../environments/schema/environment.ts";
import type { StoreWish } from "../../../../environments/schema/stores/stores.ts";
import { poolerMetrics, poolerName, decidePoolers, type PoolerRole } from "../../databases/postgres/postgres-pooler.ts";
import { hasConnect } from "../../messaging/kafka/connect/kafka-connectors.ts";
import { mirrorsOf, type NamedMirror } from "../../messaging/kafka/connect/kafka-mirrors.ts";
import { captureWorkers, mirrorWorkers } from "../../messaging/kafka/connect/kafka-workers.ts";
import { registryHealthPort, registryName, registryPods } from "../../messaging/kafka/schema-registry.ts";
import { topicsWithSchemas } from "../../messaging/kafka/topic-schemas.ts";
import { workerMetrics } from "../../messaging/kafka/connect/worker-metrics.ts";
import { bridgePorts } from "../../messaging/rabbitmq/bridge-directions.ts";
import {
  bridgeName,
  bridgePods,
  decideDeviceBridge,
  type DeviceBridge,
} from "../../messaging/rabbitmq/device-bridge.ts";
import { servicePods } from "../../network/flows/flow.ts";
import { poolerOf } from "../../network/flows/store-flows.ts";
import { workerPods } from "../../network/flows/worker-flows.ts";
import { flinkMetrics } from "../../workloads/flink/flink.ts";
import type { WatchedPart } from "./part.ts";

/** Where parts are looked for. */
type Places = Pick<Environment, "stores" | "domains">;

/** A part beside a store, by what it is. */
export type StorePart = WatchedPart & { readonly store: string } & (
    | { readonly kind: "pooler"; readonly role: PoolerRole }
    | { readonly kind: "registry" | "captures" }
    | { readonly kind: "mirror"; readonly mirror: NamedMirror }
    | { readonly kind: "bridge"; readonly bridge: DeviceBridge }
  );

/** A service whose program is known, so that it is known what its numbers say. */
export type ServicePart = WatchedPart & { readonly domain: string; readonly service: string };

/** What runs beside a store, in the cluster or the cloud's, and tells numbers. */
export function storeParts({ domains, stores }: Places, store: string): StorePart[] {
  const wish = stores[store];
  if (wish === undefined) return [];
  return [...poolers(store, wish), ...besideKafka(store, wish, domains), ...bridges(store, wish)];
}

function poolers(store: string, wish: StoreWish): StorePart[] {
  if (wish.kind !== "postgres") return [];
  return decidePoolers(wish).map((role) => ({
    ...{ kind: "pooler", store, role, name: poolerName(store, role), what: "PgBouncer" },
    ...{ pods: poolerOf(store, role), ports: [poolerMetrics] },
  }));
}

function besideKafka(store: string, wish: StoreWish, domains: Places["domains"]): StorePart[] {
  if (wish.kind !== "kafka") return [];
  const parts: StorePart[] = [];
  if (wish.schemas !== undefined && topicsWithSchemas({ domains }, store).length > 0)
    parts.push({
      ...{ kind: "registry", store, name: registryName(store), what: "registry of schemas" },
      ...{ pods: registryPods(store), ports: [{ name: "health", port: registryHealthPort }] },
    });
  if (wish.placement !== "in-cluster") return parts;
  const workers = { ports: [workerMetrics] };
  if (hasConnect(wish)) {
    const { name } = captureWorkers(store);
    parts.push({ kind: "captures", store, name, what: "captures", pods: workerPods(name), ...workers });
  }
  for (const mirror of mirrorsOf(wish)) {
    const { name } = mirrorWorkers(store, mirror[0]);
    parts.push({ kind: "mirror", store, mirror, name, what: "mirror", pods: workerPods(name), ...workers });
  }
  return parts;
}

function bridges(store: string, wish: StoreWish): StorePart[] {
  const bridge = wish.kind === "rabbitmq" ? decideDeviceBridge(store, wish.mqtt) : undefined;
  if (bridge === undefined) return [];
  return [
    {
      ...{ kind: "bridge", store, bridge, name: bridgeName(store), what: "bridge of devices" },
      ...{ pods: bridgePods(store), ports: bridgePorts(bridge) },
    },
  ];
}

/** A Flink cluster. A feature store tells nothing that is read, see docs/features.md. */
export function servicePart(
  domain: string,
  service: string,
  { flink }: Pick<ServiceWish, "flink">,
): ServicePart | undefined {
  if (flink === undefined) return undefined;
  const pods = servicePods(domain, service);
  return { domain, service, name: service, what: "Flink", pods, ports: [flinkMetrics] };
}

/** All that an environment has. */
export function watchedParts(places: Places): WatchedPart[] {
  return [
    ...Object.keys(places.stores).flatMap((store) => storeParts(places, store)),
    ...Object.entries(places.domains).flatMap(([domain, { services }]) =>
      Object.entries(services).flatMap(([service, wish]) => {
        const part = servicePart(domain, service, wish);
        return part === undefined ? [] : [part];
      }),
    ),
  ];
}
