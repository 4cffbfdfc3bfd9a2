import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { Component } from "../kit/component.ts";
import type { Labels } from "../kit/labels.ts";
import type { RuleOwner } from "../kit/monitoring/alert.ts";
import type { ServiceWatch } from "../kit/monitoring/parts/decide-part-watch.ts";
import { decidePartMonitor, decidePartRules } from "../kit/monitoring/parts/part.ts";
import { contentHash } from "../kit/names.ts";
import { createAlerts, createDashboard, createPodMonitor } from "./monitoring-objects.ts";

/** What is watched of a part, and where its objects are. */
export interface PartMonitoringArgs {
  readonly watch: ServiceWatch;
  /** Whom its alerts concern. */
  readonly owner: RuleOwner;
  readonly namespace: Input<string>;
  readonly labels: Labels;
  /** What defines the kinds by which a Prometheus is told what to read. */
  readonly definitions: Resource;
}

/**
 * What any Prometheus that an operator runs finds of what stands beside a store, or of a service whose program is known, and any Grafana beside
 * it: where its numbers are (where it has some), what is wrong when, and a dashboard. Nothing of it runs.
 * https://prometheus-operator.dev/docs/
 */
export class PartMonitoring extends Component {
  static readonly type = "landbridge:monitoring:PartMonitoring";

  constructor(name: string, args: PartMonitoringArgs, opts: ComponentResourceOptions) {
    const { watch, owner, namespace, labels, definitions } = args;
    super(PartMonitoring.type, name, { part: watch.name, subject: watch.subject }, opts);
    const defined = { parent: this, dependsOn: [definitions] };
    const { pods, ports, what } = watch;
    const metadata = (object: string) => ({ name: object, namespace, labels });
    if (pods !== undefined && ports !== undefined)
      createPodMonitor(name, metadata(watch.name), decidePartMonitor({ pods, ports }), defined);
    createAlerts(name, metadata(`${watch.name}-alerts`), decidePartRules(watch, owner), defined);
    const place = "store" in watch.subject ? watch.name : `${watch.subject.domain}-${watch.name}`;
    const uid = `part-${contentHash([owner.environment, watch.subject, watch.name])}`;
    const dashboard = {
      ...{ uid, title: `${place} (${what})`, tags: ["store" in watch.subject ? "store" : "service"] },
      ...{ file: place, panels: watch.panels },
    };
    createDashboard(name, metadata(`${watch.name}-dashboard`), dashboard, this);
    this.registerOutputs({});
  }
}
