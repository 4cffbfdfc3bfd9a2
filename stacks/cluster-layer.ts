import { Config, type ComponentResourceOptions, type ProviderResource } from "@pulumi/pulumi";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import { DataStores } from "../components/data/data-stores.ts";
import { Component } from "../components/kit/component.ts";
import { namespaces } from "../components/kit/namespaces.ts";
import { decideSurroundings, type RunChoices } from "../components/kit/surroundings.ts";
import { Domain } from "../components/platform/domain.ts";
import { environmentFlows } from "../components/platform/environment-flows.ts";
import { Namespace } from "../components/platform/namespace.ts";
import { operatedKinds, OperatorCharts } from "../components/platform/operator-charts.ts";
import type { CloudOutputs } from "./outputs.ts";

/** What the cluster layer is made from. */
export interface ClusterLayerArgs {
  readonly environment: AnyEnvironment;
  readonly cloud: CloudOutputs;
  /** The provider for custom resource definitions: takes over those that an earlier platform left behind. */
  readonly definitions: ProviderResource;
}

/** Everything inside Kubernetes: operators, the stores that they make, and the domains with their services. */
export class ClusterLayer extends Component {
  static readonly type = "landbridge:platform:ClusterLayer";

  constructor(name: string, { environment, cloud, definitions }: ClusterLayerArgs, opts: ComponentResourceOptions) {
    super(ClusterLayer.type, name, { environment: environment.name }, opts);
    const inside = { parent: this };
    const surroundings = decideSurroundings(environment, clusterFacts(environment), runChoices());
    const flows = environmentFlows(environment);
    const secrets = new Config("secrets");

    const data = new Namespace(
      `${name}-data-namespace`,
      { namespace: namespaces.data, surroundings, podSecurity: "restricted", flows, protect: environment.protect },
      inside,
    );
    const operators = new OperatorCharts(
      `${name}-operators`,
      { kinds: operatedKinds(environment), surroundings, flows, definitions, watched: data },
      inside,
    );
    const stores = new DataStores(
      `${name}-data`,
      { environment, surroundings, namespace: data.name, operators: operators.ready },
      inside,
    );
    for (const domain of Object.keys(environment.domains).sort()) {
      new Domain(
        `${name}-${domain}`,
        {
          environment,
          domain,
          surroundings,
          flows,
          registryHost: cloud.registryHost,
          stores: { ...cloud.stores, ...stores.access },
          secretValue: (secret) => secrets.requireSecret(secret),
        },
        inside,
      );
    }
    this.registerOutputs({});
  }
}

// `landbridge:chartFolder` is for sites without access to registries; `landbridge:waitForStores` for those who want `up`
// to end only when every store answers.
function runChoices(): RunChoices {
  const config = new Config("landbridge");
  return { chartFolder: config.get("chartFolder") ?? "", waitForStores: config.getBoolean("waitForStores") ?? false };
}
