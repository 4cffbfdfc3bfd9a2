import { secret } from "@pulumi/pulumi";
import type { BucketWish, PostgresWish } from "../../environments/schema/stores/stores.ts";
import type { MaintenanceWish, NodePoolWish } from "../../environments/schema/cluster.ts";
import type {
  AccessLogsSpec,
  CapabilityName,
  ClusterSpec,
  IngressAddressSpec,
  KeySpec,
  ManagedPostgresSpec,
  MirrorSpec,
  NetworkSpec,
  ObjectStoreSpec,
  RegistrySpec,
} from "../cloud.ts";
import { decideAddresses } from "../kit/network/addresses.ts";
import { decideNodePools } from "../kit/cluster/node-pools.ts";
import { names, tags, wishes, type Build } from "./kit.contract.ts";
import { bootstrap } from "./stores/bootstrap-kit.contract.ts";
import { cassandra } from "./stores/cassandra-heeds.contract.ts";
import { events } from "./events-heeds.contract.ts";
import { dnsZone, edge } from "./network/edge-heeds.contract.ts";
import { auditTrail, budget } from "./spend-kit.contract.ts";
import { secretStore, workloadIdentity } from "./rights-heeds.contract.ts";
import { mysql } from "./stores/mysql-heeds.contract.ts";
import { mongodb } from "./stores/mongodb-heeds.contract.ts";
import { rabbitmq } from "./stores/rabbitmq-heeds.contract.ts";
import { kafka, redis } from "./stores/stores-heeds.contract.ts";
import { warehouse } from "./stores/warehouse-heeds.contract.ts";
import { peering } from "./network/peering-kit.contract.ts";
import { vpn } from "./network/vpn-kit.contract.ts";
import { made, run, type Can, type ContractSubject } from "./subject.contract.ts";

/** Two wishes that differ in one field, and by what a cloud shows that it heard the difference. */
export interface Field {
  /** Component and field, e.g. `cluster.pools.min`. */
  readonly name: string;
  readonly component: keyof typeof names;
  readonly before: Build;
  readonly after: Build;
  /** `inputs` of what is made differ; or something is protected `before` and nothing `after`. */
  readonly shownBy: "inputs" | "protect";
}

// One line for each field of a spec, by the compiler's leave: a field that is added to the contract has to be asked for
// here, or to say why it isn't.
/** One entry for each field of a spec. */
export type Asked<S> = { readonly [F in keyof S]-?: Readonly<Record<string, Build | Pair>> | Elsewhere };
/** What is built before a field changed and after. */
export type Pair = readonly [before: Build, after: Build];
interface Elsewhere {
  readonly elsewhere: string;
}
type Others<W> = { readonly [F in keyof W]-?: Pick<W, F> };

const otherTags = { ...tags, owner: "other" };
const byTagsAndKey = { elsewhere: "acts through tags and key" } as const;

const network: Asked<NetworkSpec> = {
  addresses: { addresses: (kit) => kit.network({ addresses: decideAddresses("10.64.0.0/14") }) },
  adopt: { elsewhere: "a test of its own in the contract" },
  peers: {
    peers: (kit) => kit.network({ peers: [] }),
    "peers.block": (kit) => kit.network({ peers: ["10.192.0.0/14"] }),
  },
  nat: { nat: (kit) => kit.network({ nat: "single" }) },
  privateDoors: { privateDoors: (kit) => kit.network({ privateDoors: false }) },
  logDays: { logDays: (kit) => kit.network({ logDays: 365 }) },
  flowLogShare: { flowLogShare: (kit) => kit.network({ flowLogShare: 0.1 }) },
  key: { key: (kit) => kit.network({ key: false }) },
  tags: { tags: (kit) => kit.network({ tags: otherTags }) },
  protect: { protect: (kit) => kit.network({ protect: false }) },
};

const key: Asked<KeySpec> = {
  dataClass: byTagsAndKey,
  users: { users: (kit) => kit.key({ users: ["cluster"] }) },
  region: { region: (kit) => kit.key({ region: "secondary" }) },
  rotationDays: { rotationDays: (kit) => kit.key({ rotationDays: 180 }) },
  tags: { tags: (kit) => kit.key({ tags: otherTags }) },
  protect: { protect: (kit) => kit.key({ protect: false }) },
};

const otherPools: Others<NodePoolWish> = {
  size: { size: "large" },
  min: { min: 4 },
  max: { max: 9 },
  purpose: { purpose: "data" },
  spot: { spot: true },
  diskGiB: { diskGiB: 50 },
};

const allowing =
  (cidr: string): Build =>
  (kit) =>
    kit.cluster({ access: { mode: "allow-list", cidrs: [cidr] } });
const inMode =
  (mode: "cloud-endpoint" | "private-runner"): Build =>
  (kit) =>
    kit.cluster({ access: { mode } });

const atAddresses =
  (block: string): Build =>
  (kit) =>
    kit.cluster({ access: { mode: "private-runner" }, addresses: decideAddresses(block) });

const maintained =
  (change: Partial<MaintenanceWish>): Build =>
  (kit) =>
    kit.cluster({ maintenance: { ...wishes.maintenance, ...change } });

const cluster: Asked<ClusterSpec> = {
  kubernetes: { kubernetes: (kit) => kit.cluster({ kubernetes: "1.36" }) },
  access: {
    "access.cloud-endpoint": [inMode("private-runner"), inMode("cloud-endpoint")],
    "access.private-runner": [inMode("cloud-endpoint"), inMode("private-runner")],
    "access.allow-list": [inMode("cloud-endpoint"), allowing("203.0.113.0/24")],
    // For a cloud without an endpoint of its own in front of the API server.
    "access.private-runner.or-allow-list": [allowing("203.0.113.0/24"), inMode("private-runner")],
    "access.allow-list.cidrs": [allowing("203.0.113.0/24"), allowing("198.51.100.0/24")],
  },
  pools: eachOf("pools", otherPools, (other) => (kit) => {
    return kit.cluster({ pools: decideNodePools({ general: { ...wishes.pool, ...other } }) });
  }),
  autoProvision: { autoProvision: (kit) => kit.cluster({ autoProvision: { cpu: 200, memoryGiB: 800 } }) },
  maintenance: {
    "maintenance.days": maintained({ days: ["tuesday"] }),
    "maintenance.hour": maintained({ hour: 22 }),
    "maintenance.hours": maintained({ hours: 12 }),
  },
  patches: { patches: (kit) => kit.cluster({ patches: "early" }) },
  auditLogDays: { auditLogDays: (kit) => kit.cluster({ auditLogDays: 365 }) },
  controlPlanePromise: { controlPlanePromise: (kit) => kit.cluster({ controlPlanePromise: false }) },
  standby: { standby: (kit) => kit.cluster({ standby: false }) },
  // Who filters by the network's own block needs it where there is a way in.
  addresses: { addresses: [inMode("private-runner"), atAddresses("10.64.0.0/14")] },
  network: { network: (kit) => kit.cluster({ network: "shop-second-network" }) },
  key: { key: (kit) => kit.cluster({ key: false }) },
  tags: { tags: (kit) => kit.cluster({ tags: otherTags }) },
  protect: { protect: (kit) => kit.cluster({ protect: false }) },
};

const otherBuckets: Others<Omit<BucketWish, "dataClass" | "accessLogs" | "replicate">> = {
  retentionDays: { retentionDays: 30 },
  keepVersions: { keepVersions: 9 },
  coldAfterDays: { coldAfterDays: 31 },
  deleteAfterDays: { deleteAfterDays: 401 },
};

const lockedBy =
  (retentionLock: ObjectStoreSpec["retentionLock"]): Build =>
  (kit) =>
    kit.objectStore({ wish: { ...wishes.bucket, retentionDays: 30 }, retentionLock });

const objectStore: Asked<ObjectStoreSpec> = {
  wish: eachOf("wish", otherBuckets, (other) => (kit) => kit.objectStore({ wish: { ...wishes.bucket, ...other } })),
  purpose: { purpose: (kit) => kit.objectStore({ purpose: "audit-trail" }) },
  retentionLock: { retentionLock: [lockedBy("governance"), lockedBy("compliance")] },
  network: { network: (kit) => kit.objectStore({ network: "shop-second-network" }) },
  accessLogs: { accessLogs: (kit) => kit.objectStore({ accessLogs: true }) },
  secondary: { secondary: (kit) => kit.objectStore({ secondary: true }) },
  key: { key: (kit) => kit.objectStore({ key: false }) },
  tags: { tags: (kit) => kit.objectStore({ tags: otherTags }) },
  protect: { protect: (kit) => kit.objectStore({ protect: false }) },
};

const accessLogs: Asked<AccessLogsSpec> = {
  logDays: { logDays: (kit) => kit.accessLogs({ logDays: 365 }) },
  tags: { tags: (kit) => kit.accessLogs({ tags: otherTags }) },
  protect: { protect: (kit) => kit.accessLogs({ protect: false }) },
};

const mirroring = (...changes: readonly Partial<MirrorSpec>[]): Pair => {
  const one: MirrorSpec = { upstream: "ghcr.io", repositories: ["a/image"] };
  const build =
    (...mirrors: readonly MirrorSpec[]): Build =>
    (kit) =>
      kit.registry({ mirrors });
  const [before, after] = changes;
  return [build(...(before === undefined ? [] : [{ ...one, ...before }])), build({ ...one, ...after })];
};

const registry: Asked<RegistrySpec> = {
  repositories: { repositories: (kit) => kit.registry({ repositories: ["commerce/other"] }) },
  scanning: { scanning: (kit) => kit.registry({ scanning: false }) },
  replicateTo: { replicateTo: (kit) => kit.registry({ replicateTo: ["somewhere"] }) },
  mirrors: {
    mirrors: mirroring(),
    "mirrors.upstream": mirroring({ upstream: "registry.k8s.io" }, {}),
    "mirrors.repositories": mirroring({ repositories: ["a/other"] }, {}),
    "mirrors.login": mirroring({ login: { user: "bot", password: secret("token") } }, {}),
    // Who logs in stands in the same secret as the password on some clouds, where no plan shows it.
  },
  key: { key: (kit) => kit.registry({ key: false }) },
  tags: { tags: (kit) => kit.registry({ tags: otherTags }) },
  protect: { protect: (kit) => kit.registry({ protect: false }) },
};

const otherServers: Others<
  Omit<
    PostgresWish,
    | "kind"
    | "placement"
    | "volumes"
    | "secondaryRegion"
    | "pooling"
    | "dataClass"
    | "backups"
    | "restoreFrom"
    // As `highlyAvailable` and as stores of their own; the last is for stores in the cluster.
    | "durability"
    | "shards"
    | "twin"
    // Made from inside of the cluster, but for what servers have to allow.
    | "audit"
    | "partitions"
    | "tenancy"
    | "columnEncryption"
    | "extensions"
  >
> = {
  size: { size: "xlarge" },
  version: { version: "18" },
  replicas: { replicas: 2 },
  storageGiB: { storageGiB: 200 },
  pitrDays: { pitrDays: 14 },
};

const postgres: Asked<ManagedPostgresSpec> = {
  wish: eachOf("wish", otherServers, (other) => (kit) => kit.postgres({ wish: { ...wishes.postgres, ...other } })),
  highlyAvailable: { highlyAvailable: (kit) => kit.postgres({ highlyAvailable: false }) },
  backupDays: { backupDays: (kit) => kit.postgres({ backupDays: 33 }) },
  logDays: { logDays: (kit) => kit.postgres({ logDays: 365 }) },
  network: { network: (kit) => kit.postgres({ network: "shop-second-network" }) },
  secondary: { secondary: (kit) => kit.postgres({ secondary: true }) },
  key: { key: (kit) => kit.postgres({ key: false }) },
  tags: { tags: (kit) => kit.postgres({ tags: otherTags }) },
  protect: { protect: (kit) => kit.postgres({ protect: false }) },
};

const ingressAddress: Asked<IngressAddressSpec> = {
  tags: { tags: (kit) => kit.ingressAddress({ tags: otherTags }) },
};

function eachOf<T>(group: string, others: Readonly<Record<string, T>>, build: (other: T) => Build) {
  return Object.fromEntries(
    Object.entries(others).map(([field, other]): [string, Build] => [`${group}.${field}`, build(other)]),
  );
}

const fields: readonly Field[] = [
  ...fieldsOf("network", network, (kit) => kit.network({})),
  ...fieldsOf("vpn", vpn, (kit) => kit.vpn()),
  ...fieldsOf("peering", peering, (kit) => kit.peering()),
  ...fieldsOf("key", key, (kit) => kit.key()),
  ...fieldsOf("cluster", cluster, (kit) => kit.cluster()),
  ...fieldsOf("objectStore", objectStore, (kit) => kit.objectStore()),
  ...fieldsOf("accessLogs", accessLogs, (kit) => kit.accessLogs()),
  ...fieldsOf("registry", registry, (kit) => kit.registry()),
  ...fieldsOf("postgres", postgres, (kit) => kit.postgres()),
  ...fieldsOf("mysql", mysql, (kit) => kit.mysql()),
  ...fieldsOf("redis", redis, (kit) => kit.redis()),
  ...fieldsOf("mongodb", mongodb, (kit) => kit.mongodb()),
  ...fieldsOf("kafka", kafka, (kit) => kit.kafka()),
  ...fieldsOf("rabbitmq", rabbitmq, (kit) => kit.rabbitmq()),
  ...fieldsOf("cassandra", cassandra, (kit) => kit.cassandra()),
  ...fieldsOf("warehouse", warehouse, (kit) => kit.warehouse()),
  ...fieldsOf("ingressAddress", ingressAddress, (kit) => kit.ingressAddress()),
  ...fieldsOf("workloadIdentity", workloadIdentity, (kit) => kit.workloadIdentity()),
  ...fieldsOf("secretStore", secretStore, (kit) => kit.secretStore()),
  ...fieldsOf("dnsZone", dnsZone, (kit) => kit.dnsZone()),
  ...fieldsOf("auditTrail", auditTrail, (kit) => kit.auditTrail()),
  ...fieldsOf("budget", budget, (kit) => kit.budget()),
  ...fieldsOf("events", events, (kit) => kit.events()),
  ...fieldsOf("edge", edge, (kit) => kit.edge()),
  ...fieldsOf("bootstrap", bootstrap, (kit) => kit.bootstrap()),
];

function fieldsOf(
  component: Field["component"],
  asked: Readonly<Record<string, Readonly<Record<string, Build | Pair>> | Elsewhere>>,
  usual: Build,
): Field[] {
  return Object.values(asked).flatMap((tries) =>
    Object.entries(tries).flatMap(([field, value]: [string, string | Build | Pair]) => {
      if (typeof value === "string") return [];
      const [before, after] = typeof value === "function" ? [usual, value] : value;
      const shownBy = field === "protect" ? "protect" : "inputs";
      return [{ name: `${component}.${field}`, component, before, after, shownBy }];
    }),
  );
}

/** What a cloud must be able to do before it can be asked to make a component. */
const capabilityOf: Readonly<Record<Field["component"], CapabilityName>> = {
  network: "network",
  vpn: "network.peers.vpn",
  peering: "network.peers.peering",
  key: "keys",
  // One without pools finds its cluster made already, so there is nothing for the spec to change.
  cluster: "cluster.pools",
  objectStore: "buckets",
  accessLogs: "buckets.accessLogs",
  registry: "registry.managed",
  postgres: "stores.postgres.managed",
  mysql: "stores.mysql.managed",
  redis: "stores.redis.managed",
  mongodb: "stores.mongodb.managed",
  kafka: "stores.kafka.managed",
  rabbitmq: "stores.rabbitmq.managed",
  cassandra: "stores.cassandra.managed",
  warehouse: "warehouses",
  ingressAddress: "ingress.reserved",
  workloadIdentity: "identities",
  secretStore: "secretStore.managed",
  auditTrail: "audit",
  budget: "budget",
  bootstrap: "bootstrap",
  dnsZone: "edge",
  edge: "edge",
  events: "events",
};

/** What it must be able to do besides, by the end of a field's name. */
const besides: readonly (readonly [RegExp, readonly CapabilityName[]])[] = [
  [/\.key$/, ["keys"]],
  [/^warehouse\..*\.keepDays$/, ["warehouses.keepDays"]],
  [/^workloadIdentity\.grants\.warehouse/, ["warehouses"]],
  [/^mongodb\.key$/, ["stores.mongodb.key"]],
  [/^redis\.wish\.notifications$/, ["stores.redis.notifications"]],
  [/^secretStore\.key$/, ["secretStore.key"]],
  [/^workloadIdentity\.grants\.zone$/, ["edge"]],
  [/^workloadIdentity\.grants\.keyspace/, ["stores.cassandra.managed"]],
  [/\.network$/, ["network"]],
  [/\.retentionDays$/, ["buckets.retention"]],
  [/\.keepVersions$/, ["buckets.versions"]],
  [/^registry\.scanning$/, ["registry.scanning"]],
  [/^registry\.replicateTo$/, ["registry.replicas"]],
  [/^registry\.mirrors/, ["registry.mirror"]],
  [/^registry\.mirrors\.login/, ["registry.mirror.logins"]],
  [/\.accessLogs$/, ["buckets.accessLogs"]],
  [/\.spot$/, ["cluster.pools.spot"]],
  [/^key\.region$/, ["stores.postgres.secondaryRegion"]],
  [/^postgres\.secondary$/, ["stores.postgres.secondaryRegion"]],
  [/^mysql\.secondary$/, ["stores.mysql.secondaryRegion"]],
  [/^objectStore\.secondary$/, ["buckets.replicate"]],
  [/^cluster\.maintenance\./, ["cluster.maintenance"]],
  [/^cluster\.autoProvision$/, ["cluster.autoProvision"]],
  [/^workloadIdentity\.grants\.(?:queue|topic)/, ["events"]],
  [/^events\.functions\./, ["events.functions"]],
  [/^events\.queues\.ackSeconds\.function$/, ["events.functions"]],
  [/^events\.queues\.feed\.bucket/, ["events.buckets"]],
  [/\.cache\.ssr/, ["edge.cache.ssr"]],
  [/\.origin\.bucket/, ["edge.buckets"]],
  [/\.traffic\.healthPath/, ["edge.traffic.health"]],
  [/\.access\.cloud-endpoint$/, ["cluster.access.cloud-endpoint", "cluster.access.private-runner"]],
  [/\.access\.private-runner$/, ["cluster.access.cloud-endpoint", "cluster.access.private-runner"]],
  [/\.access\.private-runner\.or-allow-list$/, ["cluster.access.private-runner", "cluster.access.allow-list"]],
  [/\.access\.allow-list$/, ["cluster.access.allow-list", "cluster.access.cloud-endpoint"]],
  [/\.access\.allow-list\.cidrs$/, ["cluster.access.allow-list"]],
];

/** The fields that a cloud which can do so much must heed. */
export function fieldsToHeed(can: Can): Field[] {
  return fields.filter(
    ({ name, component }) =>
      can(capabilityOf[component]) && besides.every(([pattern, needed]) => !pattern.test(name) || needed.every(can)),
  );
}

/** Answers whether a cloud heeds a field. Plans a wish that many fields are compared with once. */
export function heedsOn(
  subject: Pick<ContractSubject, "capabilities" | "computed" | "open" | "stateRegions" | "others">,
) {
  const plans = new Map<Build, ReturnType<typeof run>>();
  const own = async (component: Field["component"], build: Build) => {
    const plan = plans.get(build) ?? run(subject, build);
    plans.set(build, plan);
    return made((await plan).resources, names[component]);
  };
  return async ({ component, before, after, shownBy }: Field): Promise<boolean> => {
    const [first, second] = [await own(component, before), await own(component, after)];
    if (shownBy === "protect") return first.some(({ protect }) => protect) && !second.some(({ protect }) => protect);
    const [a, b] = [first, second].map((all) => JSON.stringify(all.map(({ urn, inputs }) => ({ urn, inputs }))));
    return a !== b;
  };
}

/** Names of the fields that a cloud ignores though it says that it can. */
export async function ignoredFields(
  subject: Pick<ContractSubject, "capabilities" | "computed" | "open" | "stateRegions" | "others">,
): Promise<string[]> {
  const heeds = heedsOn(subject);
  const ignored: string[] = [];
  for (const field of fieldsToHeed((name) => subject.capabilities[name].supported)) {
    if (!(await heeds(field))) ignored.push(field.name);
  }
  return ignored;
}
