import type { Labels } from "../../labels.ts";
import type { Pods } from "../../network/flows/flow.ts";
import { renderRules, type Alert, type PrometheusRuleSpec, type RuleOwner } from "../alert.ts";
import type { Panel } from "../dashboard.ts";
import type { PodMonitorSpec } from "../scrape.ts";

/** Where pods tell their numbers, without TLS: network policies let a Prometheus in and nobody else. */
interface PartPort {
  /** Of the container's port. */
  readonly name: string;
  readonly port: number;
}

/** Something that runs beside a store or as a service and tells its numbers: no server of a store, whose own watch is another. */
export interface WatchedPart {
  /** Name of its monitor, rules and dashboard in its namespace. */
  readonly name: string;
  /** What it is, for people: `PgBouncer`. */
  readonly what: string;
  readonly pods: Pods;
  readonly ports: readonly PartPort[];
}

/** Labels of every number of a part, as a selector's inside: a PodMonitor's numbers have the job `namespace/name`. */
export function seriesOfPart({ name, pods }: Pick<WatchedPart, "name" | "pods">): string {
  return `namespace="${pods.namespace}",job="${pods.namespace}/${name}"`;
}

/** How a Prometheus finds and reads a part's pods. */
export function decidePartMonitor({ pods, ports }: Pick<WatchedPart, "pods" | "ports">): PodMonitorSpec {
  return {
    selector: { matchLabels: pods.labels },
    podMetricsEndpoints: ports.map(({ name }) => ({ port: name, path: "/metrics", scheme: "http" })),
  };
}

/** What tells the alerts of a part from others': the store that it belongs to, or the service that it is. */
type PartSubject = { readonly store: string } | { readonly domain: string; readonly service: string };

/** A part with what is wrong when, and what people look at. */
export interface PartWatch extends WatchedPart {
  readonly subject: PartSubject;
  readonly alerts: readonly Alert[];
  readonly panels: readonly Panel[];
}

/**
 * The alerts of a part as one group of rules, sent to whom the store's or the service's are. Several things may be beside one store: which of them it is is the
 * label `beside`, since Alertmanager takes alerts with the same labels for one. https://prometheus.io/docs/alerting/latest/clients/
 */
export function decidePartRules(
  { name, subject, alerts }: Pick<PartWatch, "name" | "subject" | "alerts">,
  owner: RuleOwner,
): PrometheusRuleSpec {
  const labels: Labels = "store" in subject ? { ...subject, beside: name } : subject;
  return renderRules(`part-${name}`, name, labels, alerts, owner);
}
