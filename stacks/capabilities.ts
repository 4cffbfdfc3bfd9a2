import type { CapabilityName } from "../components/cloud.ts";
import { capabilitiesOf, type AnyEnvironment } from "../components/clouds/table.ts";
import { isCopiedByJobs, isCopiedStore } from "../components/kit/databases/copied-stores.ts";
import type { Issue } from "../components/kit/errors.ts";
import type { DataClass } from "../environments/schema/names.ts";
import type { RegistryWish } from "../environments/schema/registry.ts";
import { defaultPitrDays } from "../environments/schema/stores/store-fields.ts";
import type { EventsWish } from "../environments/schema/services/events.ts";
import type { EdgeWish } from "../environments/schema/edge.ts";

type ManagedRegistry = Extract<RegistryWish, { placement: "managed" }>;

/** A wish that a cloud may be unable to meet, and the field that expresses it. */
export interface Wish {
  readonly path: string;
  readonly value: string;
  readonly capability: CapabilityName;
}

/** Everything that an environment wishes of its cloud beyond what every cloud can do. */
export function wishesOf(environment: AnyEnvironment): Wish[] {
  const { network, cluster, registry, ingress, edge, buckets, stores, secretStore } = environment;
  const { vault, domains, audit, budget, bootstrap } = environment;
  const wishes: Wish[] = [
    { path: "cluster.access.mode", value: cluster.access.mode, capability: `cluster.access.${cluster.access.mode}` },
  ];
  const wish = (path: string, value: string, capability: CapabilityName): void =>
    void wishes.push({ path, value, capability });
  if (network.adopt !== undefined) wish("network.adopt", network.adopt.network, "network.adopt");
  for (const [name, { kind }] of Object.entries(network.peers))
    wish(`network.peers.${name}.kind`, kind, `network.peers.${kind}`);
  for (const [name, pool] of Object.entries(cluster.pools)) {
    wish(`cluster.pools.${name}`, pool.size, "cluster.pools");
    if (pool.spot) wish(`cluster.pools.${name}.spot`, "true", "cluster.pools.spot");
  }
  if (cluster.maintenance !== undefined)
    wish("cluster.maintenance", cluster.maintenance.days.join(", "), "cluster.maintenance");
  if (cluster.autoProvision !== undefined)
    wish("cluster.autoProvision", `${cluster.autoProvision.cpu} CPUs`, "cluster.autoProvision");
  if (registry.placement === "managed") wishes.push(...registryWishes(registry));
  if (ingress.address === "reserved") wish("ingress.address", "reserved", "ingress.reserved");
  if (edge !== undefined) wishes.push(...edgeWishes(edge));
  for (const [name, bucket] of Object.entries(buckets)) {
    wish(`buckets.${name}`, bucket.dataClass, "buckets");
    if (bucket.replicate === true) wish(`buckets.${name}.replicate`, "true", "buckets.replicate");
    if (bucket.retentionDays > 0)
      wish(`buckets.${name}.retentionDays`, String(bucket.retentionDays), "buckets.retention");
    if (bucket.accessLogs === true) wish(`buckets.${name}.accessLogs`, "true", "buckets.accessLogs");
  }
  wishes.push(...flinkWishes(domains), ...identityWishes(domains), ...warehouseWishes(environment.warehouses));
  if (secretStore.placement === "managed") wish("secretStore.placement", "managed", "secretStore.managed");
  if (environment.events !== undefined) wishes.push(...eventWishes(environment.events));
  if (audit !== undefined) wish("audit", `${audit.retentionDays} days`, "audit");
  if (audit?.lock === "compliance") wish("audit.lock", audit.lock, "audit.lock");
  if (budget !== undefined) wish("budget", String(budget.monthly), "budget");
  if (bootstrap !== undefined) wish("bootstrap", bootstrap.stateRegion, "bootstrap");
  if (bootstrap?.ci?.issuer === "gitlab") wish("bootstrap.ci.issuer", "gitlab", "bootstrap.ci.gitlab");
  if (vault !== undefined) wish("vault", vault.recoverers.join(", "), "vault");
  wishes.push(...keyWishes(stores), ...copyWishes(stores), ...notificationWishes(stores), ...outsideWishes(stores));
  for (const [name, store] of Object.entries(stores)) {
    if (store.kind === "mysql" && store.placement === "managed")
      wish(`stores.${name}.engine`, store.engine, `stores.${store.engine}.managed`);
    else if (store.placement === "managed") wish(`stores.${name}.placement`, "managed", `stores.${store.kind}.managed`);
    if ((store.kind === "postgres" || store.kind === "mysql") && store.secondaryRegion === true)
      wish(`stores.${name}.secondaryRegion`, "true", `stores.${store.kind}.secondaryRegion`);
    if ("volumes" in store && store.volumes === "replicated")
      wish(`stores.${name}.volumes`, "replicated", "cluster.volumes.replicated");
  }
  return wishes;
}

/** Stores that are reached from outside of the cluster. */
function outsideWishes(stores: AnyEnvironment["stores"]): Wish[] {
  return Object.entries(stores).flatMap(([name, store]): Wish[] => {
    if (store.kind === "rabbitmq" && store.mqtt?.outside !== undefined) {
      const { scope } = store.mqtt.outside;
      return [{ path: `stores.${name}.mqtt.outside`, value: scope, capability: `cluster.balancers.${scope}` }];
    }
    if (store.kind !== "kafka" || store.outside === undefined) return [];
    return [{ path: `stores.${name}.outside`, value: store.outside.domain, capability: "cluster.balancers.internal" }];
  });
}

function copyWishes(stores: AnyEnvironment["stores"]): Wish[] {
  const copies = Object.entries(stores).flatMap(([name, store]) =>
    (["backups", "restoreFrom"] as const).flatMap((field): Wish[] => {
      if (!isCopiedStore(store)) return [];
      const bucket = store[field]?.bucket;
      if (bucket === undefined) return [];
      // Of Cassandra what is beside each node copies as Jobs do.
      const capability =
        isCopiedByJobs(store) || store.kind === "cassandra"
          ? "stores.copies"
          : (`stores.${store.kind}.backups` as const);
      return [{ path: `stores.${name}.${field}`, value: bucket, capability }];
    }),
  );
  return [...copies, ...momentWishes(stores)];
}

/** Days of moments are wished for where they aren't what every store has. */
function momentWishes(stores: AnyEnvironment["stores"]): Wish[] {
  return Object.entries(stores).flatMap(([name, store]): Wish[] =>
    store.kind === "mongodb" && isCopiedStore(store) && store.pitrDays !== defaultPitrDays
      ? [{ path: `stores.${name}.pitrDays`, value: String(store.pitrDays), capability: "stores.mongodb.moments" }]
      : [],
  );
}

/** Data that must have a customer key also where its cloud encrypts everything with a key of its own. */
const keyed: readonly DataClass[] = ["confidential", "personal"];

function keyWishes(stores: AnyEnvironment["stores"]): Wish[] {
  return Object.entries(stores)
    .filter(([, { kind, placement }]) => kind === "mongodb" && placement === "managed")
    .filter(([, { dataClass }]) => keyed.includes(dataClass))
    .map(([name, { dataClass }]) => {
      return { path: `stores.${name}.dataClass`, value: dataClass, capability: "stores.mongodb.key" };
    });
}

function notificationWishes(stores: AnyEnvironment["stores"]): Wish[] {
  return Object.entries(stores).flatMap(([name, wish]): Wish[] =>
    wish.kind === "redis" && wish.placement === "managed" && wish.notifications.length > 0
      ? [
          {
            path: `stores.${name}.notifications`,
            value: wish.notifications.join(", "),
            capability: "stores.redis.notifications",
          },
        ]
      : [],
  );
}

function flinkWishes(domains: AnyEnvironment["domains"]): Wish[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).flatMap(([service, { flink }]): Wish[] => {
      if (flink === undefined) return [];
      const path = `domains.${domain}.services.${service}.flink.checkpoints`;
      return [{ path, value: flink.checkpoints, capability: "services.flink" }];
    }),
  );
}

/** Of services that have something to do in the cloud. */
function identityWishes(domains: AnyEnvironment["domains"]): Wish[] {
  return Object.entries(domains).flatMap(([domain, { services }]) =>
    Object.entries(services).flatMap(([service, { buckets, events, warehouses }]) =>
      Object.entries({ buckets, events, warehouses }).flatMap(([field, used]): Wish[] => {
        const value = Object.keys(used).join(", ");
        if (value === "") return [];
        return [{ path: `domains.${domain}.services.${service}.${field}`, value, capability: "identities" }];
      }),
    ),
  );
}

function warehouseWishes(warehouses: AnyEnvironment["warehouses"]): Wish[] {
  return Object.entries(warehouses).flatMap(([name, { dataClass, layers }]): Wish[] => [
    { path: `warehouses.${name}`, value: dataClass, capability: "warehouses" },
    ...Object.entries(layers).flatMap(([layer, { keepDays }]): Wish[] => {
      if (keepDays === undefined) return [];
      const path = `warehouses.${name}.layers.${layer}.keepDays`;
      return [{ path, value: String(keepDays), capability: "warehouses.keepDays" }];
    }),
  ]);
}

function registryWishes({ scanning, replicateTo, mirror, logins }: ManagedRegistry): Wish[] {
  const wishes: Wish[] = [{ path: "registry.placement", value: "managed", capability: "registry.managed" }];
  if (scanning === true) wishes.push({ path: "registry.scanning", value: "true", capability: "registry.scanning" });
  if (replicateTo.length > 0)
    wishes.push({ path: "registry.replicateTo", value: replicateTo.join(", "), capability: "registry.replicas" });
  if (mirror) wishes.push({ path: "registry.mirror", value: "true", capability: "registry.mirror" });
  const asked = Object.keys(logins);
  if (mirror && asked.length > 0)
    wishes.push({ path: "registry.logins", value: asked.join(", "), capability: "registry.mirror.logins" });
  return wishes;
}

function edgeWishes({ domain, hosts }: EdgeWish): Wish[] {
  const wishes: Wish[] = [{ path: "edge", value: domain, capability: "edge" }];
  for (const [name, host] of Object.entries(hosts)) {
    const path = `edge.hosts.${name}`;
    if (host.to === "bucket") wishes.push({ path: `${path}.to`, value: "bucket", capability: "edge.buckets" });
    else if (host.cache === "ssr") wishes.push({ path: `${path}.cache`, value: "ssr", capability: "edge.cache.ssr" });
    const healthPath = host.traffic?.healthPath;
    if (healthPath !== undefined)
      wishes.push({ path: `${path}.traffic.healthPath`, value: healthPath, capability: "edge.traffic.health" });
  }
  return wishes;
}

function eventWishes({ queues, topics, functions }: EventsWish): Wish[] {
  const told = Object.entries(functions).filter(([, { on }]) => on.source === "bucket");
  return [
    { path: "events", value: [...Object.keys(queues), ...topics].sort().join(", "), capability: "events" },
    ...Object.entries(functions).map(([name, { image }]): Wish => {
      return { path: `events.functions.${name}`, value: image, capability: "events.functions" };
    }),
    ...told.map(([name, { on }]): Wish => {
      return { path: `events.functions.${name}.on`, value: on.name, capability: "events.buckets" };
    }),
  ];
}

/** One issue for each wish that the environment's cloud can't meet. Nothing is dropped in silence. */
export function checkCapabilities(environment: AnyEnvironment): Issue[] {
  const capabilities = capabilitiesOf(environment);
  return wishesOf(environment).flatMap(({ path, value, capability }) => {
    const answer = capabilities[capability];
    if (answer.supported) return [];
    return [{ path, value, rule: `${environment.cloud.name} can't do this: ${answer.why}`, wayOut: answer.instead }];
  });
}
