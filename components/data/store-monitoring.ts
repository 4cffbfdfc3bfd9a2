import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { Environment } from "../../environments/schema/environment.ts";
import type { InClusterWish } from "../../environments/schema/stores/stores.ts";
import { Component } from "../kit/component.ts";
import { decideRules } from "../kit/monitoring/alert.ts";
import { decideStoreWatch } from "../kit/monitoring/stores/decide-store-watch.ts";
import { decidePodMonitor, isScrapedByTls } from "../kit/monitoring/scrape.ts";
import { storePods } from "../kit/network/flows/store-flows.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { contentHash } from "../kit/names.ts";
import { createAlerts, createDashboard, createPodMonitor } from "../monitoring/monitoring-objects.ts";
import type { Authority } from "./store-certificate.ts";
import { describeStore, type StoreMetadata } from "./store-metadata.ts";

/** Which store is watched. */
export interface StoreMonitoringArgs {
  readonly store: string;
  readonly wish: InClusterWish;
  readonly environment: Pick<Environment, "domains" | "stores">;
  readonly authority: Pick<Authority, "certificate">;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** What defines the kinds by which a Prometheus is told what to read. */
  readonly definitions: Resource;
}

/**
 * What any Prometheus that an operator runs finds of a store, and any Grafana beside it: where its numbers are, what is wrong when,
 * and a dashboard. The monitors, rules and dashboards are in the stores' namespace; nothing of it runs.
 * https://prometheus-operator.dev/docs/
 */
export class StoreMonitoring extends Component {
  static readonly type = "landbridge:data:StoreMonitoring";

  constructor(name: string, args: StoreMonitoringArgs, opts: ComponentResourceOptions) {
    const { store, wish, environment, surroundings } = args;
    super(StoreMonitoring.type, name, { store, kind: wish.kind }, opts);
    const { metadata } = describeStore(args, wish.dataClass);
    const { alerts, panels } = decideStoreWatch(store, wish, environment, surroundings);

    if (wish.kind !== "mysql") createMonitor(name, { ...args, wish }, metadata, this);
    const rules = decideRules(store, alerts, surroundings.tags);
    createAlerts(name, metadata(`${store}-alerts`), rules, { parent: this, dependsOn: [args.definitions] });
    const dashboard = {
      uid: dashboardId(surroundings, store),
      title: `${store} (${wish.kind})`,
      tags: [wish.kind, "store"],
      ...{ file: store, panels },
    };
    createDashboard(name, metadata(`${store}-dashboard`), dashboard, this);
    this.registerOutputs({});
  }
}

/** The same for ever, so that links to it stay; short enough for any name. */
function dashboardId({ tags }: Surroundings, store: string): string {
  return `store-${contentHash([tags.environment, store])}`;
}

/** Key of the file with who signed what a store shows. */
const authorityKey = "ca.crt";

/** Where its numbers are read. Who signed is in a ConfigMap, so that who reads numbers needs no right to the Secret with the key. */
function createMonitor(
  name: string,
  {
    store,
    wish,
    authority,
    definitions,
  }: StoreMonitoringArgs & { readonly wish: Exclude<InClusterWish, { kind: "mysql" }> },
  metadata: StoreMetadata,
  parent: Component,
): void {
  const trusted = { name: `${store}-metrics-authority`, key: authorityKey };
  const certificate = isScrapedByTls(wish.kind)
    ? [createAuthority(`${name}-authority`, metadata(trusted.name), authority.certificate, parent)]
    : [];
  const { labels } = storePods(store, wish.kind);
  const spec = decidePodMonitor(store, wish.kind, labels, trusted);
  createPodMonitor(name, metadata(store), spec, { parent, dependsOn: [definitions, ...certificate] });
}

function createAuthority(
  name: string,
  metadata: ReturnType<StoreMetadata>,
  certificate: Output<string>,
  parent: Component,
): ConfigMap {
  return new ConfigMap(name, { metadata, data: { [authorityKey]: certificate } }, { parent });
}
