import { Config, type ComponentResourceOptions, type ProviderResource, type Resource } from "@pulumi/pulumi";
import { clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import type { ClusterFacts, ObjectsAccess } from "../components/cloud.ts";
import { DataStores } from "../components/data/data-stores.ts";
import type { OutsideAccess } from "../components/data/outside-access.ts";
import { ObjectServer, type ObjectServerArgs } from "../components/data/objects/object-server.ts";
import { PostgresShards, type PostgresShardsArgs, type Routing } from "../components/data/postgres/postgres-shards.ts";
import { StoreAuthority, type StoreAuthorityArgs } from "../components/data/store-authority.ts";
import type { Authority } from "../components/data/store-certificate.ts";
import { Component } from "../components/kit/component.ts";
import { namespaces } from "../components/kit/cluster/namespaces.ts";
import { decideNodeGroups } from "../components/kit/cluster/node-groups.ts";
import { decideNodePools } from "../components/kit/cluster/node-pools.ts";
import { needsScratch } from "../components/kit/cluster/storage-classes.ts";
import { decideUpkeep } from "../components/kit/cluster/upkeep.ts";
import { needsBackups } from "../components/kit/databases/postgres/postgres-backups.ts";
import { decideStoreLimits } from "../components/kit/databases/store-limits.ts";
import { holdsBuckets } from "../components/kit/objects/objects-in-cluster.ts";
import { documentsIdentityName } from "../components/kit/rights/workload-identities.ts";
import { decideSurroundings, type RunChoices } from "../components/kit/surroundings.ts";
import { Domain } from "../components/platform/domain.ts";
import { environmentFlows } from "../components/platform/environment-flows.ts";
import { Namespace, type NamespaceArgs } from "../components/platform/namespace.ts";
import { NodeGroups, type NodeGroupsArgs } from "../components/platform/node-groups.ts";
import { needsCertificates, needsMonitoring, operatedKinds } from "../components/platform/needed-operators.ts";
import { OperatorCharts } from "../components/platform/operator-charts.ts";
import { StorageClasses, type StorageClassesArgs } from "../components/platform/storage-classes.ts";
import { serviceIdentity } from "../components/workloads/rights.ts";
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
  /** How stores are reached from outside of the cluster, by name: of those that are. */
  readonly outside: Readonly<Record<string, OutsideAccess>>;

  constructor(name: string, { environment, cloud, definitions }: ClusterLayerArgs, opts: ComponentResourceOptions) {
    super(ClusterLayer.type, name, { environment: environment.name }, opts);
    const inside = { parent: this };
    const facts = clusterFacts(environment);
    const surroundings = decideSurroundings(environment, facts, runChoices());
    const flows = environmentFlows(environment, facts);

    const data = createDataNamespace(`${name}-data-namespace`, environment, { surroundings, flows }, inside);
    const operators = new OperatorCharts(
      `${name}-operators`,
      {
        kinds: operatedKinds(environment),
        certificates: needsCertificates(environment, facts),
        backups: needsBackups(environment),
        monitoring: needsMonitoring(environment, facts),
        nodes: facts,
        groups: (after) => createNodeGroups(name, environment, { ...facts, cloud, surroundings, after }, inside),
        ...{ surroundings, flows, definitions, watched: data, documents: documentsAccount(facts, cloud) },
      },
      inside,
    );
    createStorageClasses(name, environment, { ...facts, key: cloud.volumeKey, surroundings }, inside);
    const around = { environment, surroundings, namespace: data.name };
    const authority = createAuthority(`${name}-authority`, { ...around, ready: operators.certificatesReady }, inside);
    const { ready, monitoringReady: monitoring, backupsReady } = operators;
    const objects = createObjects(`${name}-objects`, { ...around, authority, facts, monitoring }, inside);
    const rights = { ...cloud, warehouseFacts: facts.warehouses, podIdentity: facts.podIdentity, objects };
    const made = { operators: ready, authority, managed: cloud.stores, monitoring, secretValue };
    const backups = { ...rights, ready: backupsReady };
    const stores = new DataStores(`${name}-data`, { ...around, ...made, backups }, inside);
    this.outside = stores.outside;
    const shards = createShards(`${name}-shards`, { ...around, environment }, inside);
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
          shards,
          rights,
          ...{ certificates: operators.certificatesReady, monitoring, secretValue },
        },
        inside,
      );
    }
    this.registerOutputs({});
  }
}

/** The value of a secret by its name in the stack's configuration. */
function secretValue(secret: string) {
  return new Config("secrets").requireSecret(secret);
}

/** Where stores are, and the Jobs that set up managed ones. */
function createDataNamespace(
  name: string,
  environment: AnyEnvironment,
  around: Pick<NamespaceArgs, "surroundings" | "flows">,
  opts: ComponentResourceOptions,
): Namespace {
  const bucketsInCluster = holdsBuckets(environment, clusterFacts(environment));
  const limits = decideStoreLimits(environment, { bucketsInCluster });
  const { protect } = environment;
  return new Namespace(
    name,
    { namespace: namespaces.data, podSecurity: "restricted", limits, protect, ...around },
    opts,
  );
}

/** How rows are found that are in several databases, where any are. */
function createShards(
  name: string,
  {
    environment: { shardedStores },
    ...around
  }: Omit<PostgresShardsArgs, "sharded"> & { readonly environment: AnyEnvironment },
  opts: ComponentResourceOptions,
): Routing | undefined {
  if (shardedStores === undefined) return undefined;
  return new PostgresShards(name, { sharded: shardedStores, ...around }, opts).routing;
}

/** How Percona's operator is known to the cloud, where it has rights there. */
function documentsAccount({ podIdentity }: Pick<ClusterFacts, "podIdentity">, cloud: CloudOutputs) {
  return serviceIdentity(documentsIdentityName, { ...cloud, podIdentity })?.annotations;
}

/** Who signs the certificates of stores in the cluster, where anything there shows one. */
function createAuthority(
  name: string,
  {
    environment,
    ready,
    ...around
  }: Pick<StoreAuthorityArgs, "surroundings" | "namespace"> & {
    readonly environment: AnyEnvironment;
    readonly ready: Resource | undefined;
  },
  opts: ComponentResourceOptions,
): Authority | undefined {
  if (ready === undefined) return undefined;
  const former = new Config("landbridge").get("formerAuthority");
  return new StoreAuthority(name, { ...around, environment: environment.name, certificates: ready, former }, opts)
    .authority;
}

/** What holds buckets, where the cloud doesn't. */
function createObjects(
  name: string,
  {
    authority,
    facts,
    ...args
  }: Omit<ObjectServerArgs, "authority"> & {
    readonly authority: Authority | undefined;
    readonly facts: Pick<ClusterFacts, "objects">;
  },
  opts: ComponentResourceOptions,
): ObjectsAccess | undefined {
  if (!holdsBuckets(args.environment, facts) || authority === undefined) return undefined;
  return new ObjectServer(name, { ...args, authority }, opts).access;
}

/** Nodes that come and go, where a provisioner makes them. */
function createNodeGroups(
  name: string,
  { cluster, ...environment }: AnyEnvironment,
  {
    provisioner,
    cloud,
    ...around
  }: Pick<NodeGroupsArgs, "surroundings" | "after"> &
    Pick<ClusterFacts, "provisioner"> &
    Pick<ClusterLayerArgs, "cloud">,
  opts: ComponentResourceOptions,
): NodeGroups[] {
  if (provisioner === undefined) return [];
  const groups = decideNodeGroups(decideNodePools(cluster.pools), cluster.autoProvision);
  const { maintenance } = decideUpkeep({ cluster, tier: environment.tier });
  return [
    new NodeGroups(`${name}-nodes`, { groups, provisioner, parts: cloud.nodeParts, maintenance, ...around }, opts),
  ];
}

/**
 * The classes of volumes, where the cluster hasn't its own. Nothing waits for them: a claim waits for its class by itself, and
 * what hung on a class would seem to be replaced with it.
 */
function createStorageClasses(
  name: string,
  environment: AnyEnvironment,
  { volumes, key, surroundings }: Pick<StorageClassesArgs, "key" | "surroundings"> & Pick<ClusterFacts, "volumes">,
  opts: ComponentResourceOptions,
): void {
  if (volumes === undefined) return;
  const scratch = needsScratch(environment);
  new StorageClasses(`${name}-storage-classes`, { volumes, key, scratch, surroundings }, opts);
}

// `landbridge:chartFolder` is for sites without access to registries; `landbridge:waitForStores` for those who want `up`
// to end only when every store answers; `landbridge:formerAuthority` for the days after an authority's key was replaced.
function runChoices(): RunChoices {
  const config = new Config("landbridge");
  return { chartFolder: config.get("chartFolder") ?? "", waitForStores: config.getBoolean("waitForStores") ?? false };
}
