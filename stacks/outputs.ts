import { secret, StackReference, type CustomResourceOptions, type Inputs, type Output } from "@pulumi/pulumi";
import type { Events, ManagedStores } from "../components/cloud.ts";
import { capabilitiesOf, clusterFacts, type AnyEnvironment } from "../components/clouds/table.ts";
import { UsageError } from "../components/kit/errors.ts";
import { holdsBuckets } from "../components/kit/objects/objects-in-cluster.ts";
import { mapValues } from "../components/kit/records.ts";
import type { EventUrls, WarehouseAccess } from "../components/workloads/rights.ts";
import type { CloudLayer } from "./cloud-layer.ts";
import type { PublicEdge } from "./cloud/edge.ts";
import { identitiesOf } from "./cloud/identities.ts";
import { layerStackName } from "./names.ts";
import { exportPasswords, exportStores, importStores, type ReadOutput } from "./store-outputs.ts";
import { exportWarehouses, importWarehouses } from "./warehouse-outputs.ts";

/** What only a cloud could tell the cluster layer: the cut between two stacks. All else follows from the environment. */
export interface CloudOutputs {
  readonly kubeconfig: Output<string>;
  /** Encrypts volumes of pods; absent where the cloud has no keys. */
  readonly volumeKey: Output<string> | undefined;
  /** What only the cloud can tell of nodes, by the names of `NodeProvisioner.parts`. */
  readonly nodeParts: Readonly<Record<string, Output<string>>>;
  /** Before an image's repository, without a trailing slash. */
  readonly registryHost: Output<string>;
  readonly stores: ManagedStores;
  /** Where buckets are, by name. */
  readonly bucketUrls: Readonly<Record<string, Output<string>>>;
  /** What the cloud calls them, by name. */
  readonly bucketNames: Readonly<Record<string, Output<string>>>;
  /** Where queues and topics of events are. */
  readonly events: EventUrls;
  /** Where warehouses and their layers are, by name. */
  readonly warehouses: Readonly<Record<string, WarehouseAccess>>;
  /** What workloads are in the cloud, by the names of `identitiesOf`. */
  readonly identities: Readonly<Record<string, Output<string>>>;
}

/** Version of the exported objects; raised when a field changes its meaning. */
const version = 2;

/** What a stack with the cloud layer exports: `platform` in the clear, `platformSecrets` with a secret at every leaf. */
export function exportOutputs(layer: CloudLayer): { platform: Inputs; platformSecrets: Inputs } {
  const { kubeconfig, volumeKey, nodeParts, registryHost, stores, identities } = layer.outputs;
  const platform = {
    version,
    apiServer: layer.apiServer,
    volumeKey: volumeKey ?? null,
    nodeParts,
    registryHost,
    mirrors: layer.mirrors,
    edge: edgeOutputs(layer.edge),
    ingressAddresses: layer.ingress?.addresses ?? [],
    ingressAnnotations: layer.ingress?.serviceAnnotations ?? {},
    buckets: mapValues(layer.buckets, ({ url, bucket }) => ({ url, bucket })),
    stores: exportStores(stores),
    warehouses: exportWarehouses(layer.warehouses),
    events: exportEvents(layer.events, layer.outputs.events),
    identities,
    secrets: mapValues(layer.secretStore.secrets, ({ id }) => id),
    vaultSeal: layer.unsealKey?.seal ?? null,
    network: layer.network.reference,
    peers: {
      ...mapValues(layer.peers?.addresses ?? {}, (addresses) => ({ addresses, ...gatewayOf(layer) })),
      ...mapValues(layer.peerings?.connections ?? {}, (connection) => ({ connection })),
    },
  };
  const platformSecrets = {
    version,
    kubeconfig: secret(kubeconfig),
    passwords: exportPasswords(stores),
  };
  return { platform, platformSecrets };
}

/** The gateway by its name, where a peer on the same cloud asks for that. */
function gatewayOf({ peers }: CloudLayer): Inputs {
  return peers?.gateway === undefined ? {} : { gateway: peers.gateway };
}

/** Where queues and topics are, where messages were set aside, and what functions are called. */
function exportEvents({ queues, functions }: Events, urls: EventUrls): Inputs {
  return { ...urls, deadLetters: mapValues(queues, ({ deadLetters }) => deadLetters), functions };
}

/** Where services write to and read from, of those that they may. */
function importEvents({ domains }: AnyEnvironment, read: ReadOutput): EventUrls {
  const used = Object.values(domains).flatMap(({ services }) => Object.values(services).map(({ events }) => events));
  const named = (access: "publish" | "consume"): string[] => [
    ...new Set(used.flatMap((one) => Object.keys(one).filter((name) => one[name] === access))),
  ];
  return {
    publish: readAll(named("publish"), (name) => read("platform", "events", "publish", name)),
    consume: readAll(named("consume"), (name) => read("platform", "events", "consume", name)),
  };
}

/**
 * What others need of the edge: the zone's delegation for the domain above, each host's own name for the weights of whoever
 * holds the zone, and the records that such a zone needs.
 */
function edgeOutputs(made: PublicEdge | undefined): Inputs | null {
  if (made === undefined) return null;
  const { zone, edge } = made;
  return {
    nameServers: zone?.nameServers ?? null,
    delegationSigner: zone?.delegationSigner ?? null,
    hostNames: edge.hostNames,
    records: [...edge.records],
  };
}

/**
 * Reads what the environment's cloud layer exported as a stack of its own. Throws a UsageError, before anything is
 * registered, when that stack hasn't been brought up or was by another version of the kit.
 */
export async function importOutputs(environment: AnyEnvironment, opts: CustomResourceOptions): Promise<CloudOutputs> {
  const stack = layerStackName(environment.name, "cloud");
  const reference = new StackReference(`${environment.name}-cloud-layer`, { name: stack }, opts);
  const exported = await refuseOtherVersion(stack, reference);
  const missing: string[] = [];
  const read = (root: "platform" | "platformSecrets", ...path: string[]): Output<string> => {
    // What is in the clear is looked for at once, so that all that is missing is said together.
    if (root === "platform" && textAt(exported, path) === undefined) missing.push([root, ...path].join("."));
    return reference.getOutput(root).apply((value: unknown) => {
      const text = textAt(value, path);
      if (text === undefined) throw exportsNo(stack, [[root, ...path].join(".")]);
      return text;
    });
  };
  const outputs: CloudOutputs = {
    kubeconfig: read("platformSecrets", "kubeconfig"),
    volumeKey: encryptsVolumes(environment) ? read("platform", "volumeKey") : undefined,
    nodeParts: readAll(clusterFacts(environment).provisioner?.parts ?? [], (name) =>
      read("platform", "nodeParts", name),
    ),
    registryHost: read("platform", "registryHost"),
    stores: importStores(environment, read),
    warehouses: importWarehouses(environment, read),
    bucketUrls: readAll(cloudBuckets(environment), (name) => read("platform", "buckets", name, "url")),
    bucketNames: readAll(cloudBuckets(environment), (name) => read("platform", "buckets", name, "bucket")),
    events: importEvents(environment, read),
    identities: readAll(
      identitiesOf(environment).map(({ name }) => name),
      (name) => read("platform", "identities", name),
    ),
  };
  if (missing.length > 0) throw exportsNo(stack, missing);
  return outputs;
}

function exportsNo(stack: string, paths: readonly string[]): UsageError {
  return new UsageError(`Stack ${stack} exports no ${paths.join(", ")}; run up of ${stack} first`);
}

/** Names of the buckets that the cloud holds. */
function cloudBuckets(environment: AnyEnvironment): string[] {
  return holdsBuckets(environment, clusterFacts(environment)) ? [] : Object.keys(environment.buckets);
}

function encryptsVolumes(environment: AnyEnvironment): boolean {
  return clusterFacts(environment).volumes !== undefined && capabilitiesOf(environment).keys.supported;
}

function readAll<T>(names: readonly string[], read: (name: string) => T): Record<string, T> {
  return Object.fromEntries(names.map((name) => [name, read(name)]));
}

async function refuseOtherVersion(stack: string, reference: StackReference): Promise<unknown> {
  const value = fieldOf(await reference.getOutputDetails("platform"), "value");
  if (fieldOf(value, "version") === version) return value;
  const found = value === undefined ? "exports no platform" : `exports version ${String(fieldOf(value, "version"))}`;
  throw new UsageError(`Stack ${stack} ${found}, this program reads version ${version}; run up of ${stack} first`);
}

// Walks an object that another stack exported, which may be older than the environment.
function textAt(exported: unknown, path: readonly string[]): string | undefined {
  let value: unknown = exported;
  for (const key of path) value = fieldOf(value, key);
  return typeof value === "string" ? value : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, key)?.value : undefined;
}
