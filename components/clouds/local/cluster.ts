import { output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Cluster } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import type { LocalSettings } from "./settings.ts";

/** The cluster that a context of a kubeconfig names. Makes nothing. */
export class LocalCluster extends Component implements Cluster {
  static readonly type = "landbridge:local:Cluster";
  readonly apiServer: Output<string>;
  readonly kubeconfig: Output<string>;
  readonly identity: Output<string>;

  constructor(name: string, settings: LocalSettings, opts: ComponentResourceOptions) {
    super(LocalCluster.type, name, { context: settings.context }, opts);
    this.apiServer = output(`the server of context ${settings.context}`);
    // The Kubernetes provider takes a path as well as contents, so credentials stay in the user's file.
    this.kubeconfig = output(settings.kubeconfig);
    this.identity = output(settings.context);
    this.registerOutputs({ apiServer: this.apiServer });
  }
}
