import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { Input, Resource } from "@pulumi/pulumi";
import type { Component } from "../kit/component.ts";
import type { Labels } from "../kit/labels.ts";
import type { PrometheusRuleSpec } from "../kit/monitoring/alert.ts";
import { renderDashboard, type DashboardSubject, type Panel } from "../kit/monitoring/dashboard.ts";
import type { PodMonitorSpec } from "../kit/monitoring/scrape.ts";

/** What every object of what is watched carries. */
interface Metadata {
  readonly name: string;
  readonly namespace: Input<string>;
  readonly labels: Labels;
}

/** Of which component the objects are part, and what defines their kinds. */
interface Defined {
  readonly parent: Component;
  readonly dependsOn: Resource[];
}

const apiVersion = "monitoring.coreos.com/v1";

/** Tells a Prometheus that an operator runs where numbers are read. https://prometheus-operator.dev/docs/ */
export function createPodMonitor(name: string, metadata: Metadata, spec: PodMonitorSpec, opts: Defined): void {
  new CustomResource(`${name}-monitor`, { apiVersion, kind: "PodMonitor", metadata, spec }, opts);
}

/** Tells it what is wrong when. */
export function createAlerts(name: string, metadata: Metadata, spec: PrometheusRuleSpec, opts: Defined): void {
  new CustomResource(`${name}-alerts`, { apiVersion, kind: "PrometheusRule", metadata, spec }, opts);
}

/** A dashboard that a Grafana finds by its label. https://github.com/grafana/helm-charts/tree/main/charts/grafana#sidecar-for-dashboards */
export function createDashboard(
  name: string,
  { labels, ...metadata }: Metadata,
  { file, panels, ...dashboard }: DashboardSubject & { readonly file: string; readonly panels: readonly Panel[] },
  parent: Component,
): void {
  new ConfigMap(
    `${name}-dashboard`,
    {
      metadata: { ...metadata, labels: { ...labels, grafana_dashboard: "1" } },
      data: { [`${file}.json`]: renderDashboard(dashboard, panels) },
    },
    { parent },
  );
}
