import type { ServiceWish } from "../../../../environments/schema/domains.ts";
import type { Environment } from "../../../../environments/schema/environment.ts";
import { decidePool, decidePoolerPods } from "../../databases/postgres/postgres-pooler.ts";
import { decideCaptures } from "../../messaging/kafka/connect/kafka-captures.ts";
import { decideConnectors } from "../../messaging/kafka/connect/kafka-connectors.ts";
import type { Surroundings } from "../../surroundings.ts";
import { consumersOf } from "../../workloads/consumers.ts";
import type { StoreWatch } from "../stores/store-watch.ts";
import type { PartWatch } from "./part.ts";
import { watchBridge } from "./watch-bridge.ts";
import { watchFeatures } from "./watch-features.ts";
import { watchFlink } from "./watch-flink.ts";
import { watchPooler } from "./watch-pooler.ts";
import { watchRegistry } from "./watch-registry.ts";
import { watchCaptures, watchMirror, type WatchedCapture } from "./watch-workers.ts";
import { watchWarming } from "./watch-warming.ts";
import { servicePart, storeParts, type StorePart } from "./watched-parts.ts";

type Places = Pick<Environment, "stores" | "domains">;

/** What is watched of all that runs beside a store. */
export function decideStoreParts(environment: Places, store: string, surroundings: Surroundings): PartWatch[] {
  return storeParts(environment, store).map((part) => ({
    ...part,
    subject: { store },
    ...watchStorePart(part, environment, surroundings),
  }));
}

function watchStorePart(part: StorePart, environment: Places, surroundings: Surroundings): StoreWatch {
  const { store } = part;
  const wish = environment.stores[store];
  switch (part.kind) {
    case "pooler": {
      if (wish?.kind !== "postgres") throw new Error(`${store} has a pooler and is no PostgreSQL`);
      const logins = consumersOf(environment, store).length;
      const pool = decidePool(wish.size, logins, decidePoolerPods(surroundings));
      return watchPooler(store, part.role, part, pool, surroundings);
    }
    case "registry":
      return watchRegistry(store, part, surroundings);
    case "captures":
      return watchCaptures(store, part, kafkaOf(environment, store), {
        captures: capturesOf(environment, store),
        connectors: decideConnectors(store, kafkaOf(environment, store)),
      });
    case "mirror":
      return watchMirror(store, part, kafkaOf(environment, store), part.mirror);
    case "bridge":
      return watchBridge(part.bridge, part, surroundings);
    default:
      return part satisfies never;
  }
}

function kafkaOf({ stores }: Places, store: string) {
  const wish = stores[store];
  if (wish?.kind !== "kafka") throw new Error(`${store} has workers and is no Kafka`);
  return wish;
}

function capturesOf(environment: Places, store: string): WatchedCapture[] {
  return decideCaptures(store, kafkaOf(environment, store), environment.stores).flatMap((capture) => {
    const source = environment.stores[capture.from];
    return source === undefined ? [] : [{ ...capture, source }];
  });
}

/** What is watched of a service. A feature store, and who fills a store, has nothing to read: what is known of it is kube-state-metrics'. */
export type ServiceWatch = Omit<PartWatch, "pods" | "ports"> & Partial<Pick<PartWatch, "pods" | "ports">>;

/** What is watched of a service whose program is known, a Flink cluster or a feature store, and of one that fills stores. Of others nothing is known. */
export function decideServiceWatch(
  domain: string,
  service: string,
  wish: ServiceWish,
  surroundings: Surroundings,
): ServiceWatch | undefined {
  const subject = { domain, service };
  const filling = wish.warms === undefined ? undefined : watchWarming(domain, service, wish.warms);
  if (wish.features !== undefined) {
    const { alerts, panels } = watchFeatures(domain, service, wish.features);
    const both = {
      alerts: [...alerts, ...(filling?.alerts ?? [])],
      panels: [...panels, ...(filling?.panels ?? [])],
    };
    return { name: service, what: "feature store", subject, ...both };
  }
  if (filling !== undefined) return { name: service, what: "who fills stores", subject, ...filling };
  const part = servicePart(domain, service, wish);
  if (wish.flink === undefined || part === undefined) return undefined;
  return { ...part, subject, ...watchFlink(subject, part, wish.flink, surroundings) };
}
