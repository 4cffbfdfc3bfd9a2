import { Config, type ComponentResourceOptions, type ProviderResource } from "@pulumi/pulumi";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import type { ClusterFacts } from "../components/cloud.ts";
import { DataStores } from "../components/data/data-stores.ts";
import { Component } from "../components/kit/component.ts";
import { namespaces } from "../components/kit/cluster/namespaces.ts";
import { decideStoreLimits } from "../components/kit/databases/store-limits.ts";
import { decideSurroundings, type RunChoices } from "../components/kit/surroundings.ts";
import { Domain } from "../components/platform/domain.ts";
import { environmentFlows } from "../components/platform/environment-flows.ts";
import { Namespace, type NamespaceArgs } from "../components/platform/namespace.ts";
import { operatedKinds, OperatorCharts } from "../components/platform/operator-charts.ts";
import { StorageClasses, type StorageClassesArgs } from "../components/platform/storage-classes.ts";
import type { CloudOutputs } from "./outputs.ts";

/** What the cluster layer is made from. */
export interface ClusterLayerArgs {
  readonly environment: AnyEnvironment;
  readonly cloud: CloudOutputs;
  /** The provider for custom resource definitions: takes over those that an earlier platform left behind. */
  readonly definitions: ProviderResource;
}

/**
 * Everything inside Kubernetes: operators, the stores that they make, what is inside of managed ones, and the domains with
 * their services.
 */
export class ClusterLayer extends Component {
  static readonly type = "landbridge:platform:ClusterLayer";

  constructor(name: string, { environment, cloud, definitions }: ClusterLayerArgs, opts: ComponentResourceOptions) {
    super(ClusterLayer.type, name, { environment: environment.name }, opts);
    const inside = { parent: this };
    const facts = clusterFacts(environment);
    const { autoscaler } = facts;
    const surroundings = decideSurroundings(environment, facts, runChoices());
    const flows = environmentFlows(environment, facts);
    const rights = { ...cloud, warehouseFacts: facts.warehouses, podIdentity: facts.podIdentity };
    const secrets = new Config("secrets");

    const data = createDataNamespace(`${name}-data-namespace`, environment, { surroundings, flows }, inside);
    const operators = new OperatorCharts(
      `${name}-operators`,
      { kinds: operatedKinds(environment), autoscaler, surroundings, flows, definitions, watched: data },
      inside,
    );
    createStorageClasses(name, { ...facts, key: cloud.volumeKey, surroundings }, inside);
    const stores = new DataStores(
      `${name}-data`,
      { environment, surroundings, namespace: data.name, operators: operators.ready, managed: cloud.stores },
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
          stores: stores.access,
          rights,
          secretValue: (secret) => secrets.requireSecret(secret),
        },
        inside,
      );
    }
    this.registerOutputs({});
  }
}

/** Where stores are, and the Jobs that set up managed ones. */
function createDataNamespace(
  name: string,
  environment: AnyEnvironment,
  around: Pick<NamespaceArgs, "surroundings" | "flows">,
  opts: ComponentResourceOptions,
): Namespace {
  const limits = decideStoreLimits(environment);
  const { protect } = environment;
  return new Namespace(
    name,
    { namespace: namespaces.data, podSecurity: "restricted", limits, protect, ...around },
    opts,
  );
}

/**
 * The classes of volumes, where the cluster hasn't its own. Nothing waits for them: a claim waits for its class by itself, and
 * what hung on a class would seem to be replaced with it.
 */
function createStorageClasses(
  name: string,
  { volumes, key, surroundings }: Omit<StorageClassesArgs, "volumes"> & Pick<ClusterFacts, "volumes">,
  opts: ComponentResourceOptions,
): void {
  if (volumes !== undefined) new StorageClasses(`${name}-storage-classes`, { volumes, key, surroundings }, opts);
}

// `landbridge:chartFolder` is for sites without access to registries; `landbridge:waitForStores` for those who want `up`
// to end only when every store answers.
function runChoices(): RunChoices {
  const config = new Config("landbridge");
  return { chartFolder: config.get("chartFolder") ?? "", waitForStores: config.getBoolean("waitForStores") ?? false };
}
