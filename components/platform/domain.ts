import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { Environment } from "../../environments/schema/environment.ts";
import type { StoreAccess } from "../cloud.ts";
import { warmingLoginsOf } from "../workloads/warming-tasks.ts";
import {
  decideCallVariables,
  decideExactlyOnceVariables,
  decideQueueVariables,
  decideTopicVariables,
} from "../kit/workloads/bindings.ts";
import { Component } from "../kit/component.ts";
import { decideServiceWatch } from "../kit/monitoring/parts/decide-part-watch.ts";
import type { Flow } from "../kit/network/flows/flow.ts";
import { decideDomainLimits } from "../kit/limits.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { identityName } from "../kit/rights/workload-identities.ts";
import { bindShards, type Routing } from "../data/postgres/postgres-shards.ts";
import { bindStores, type Variables } from "../workloads/bindings.ts";
import {
  bindBuckets,
  bindEvents,
  bindObjectKeys,
  bindWarehouses,
  serviceIdentity,
  type CloudRights,
} from "../workloads/rights.ts";
import { FlinkWorkload } from "../workloads/flink/flink-workload.ts";
import { labelsOf, ServiceWorkload, type ServiceWorkloadArgs } from "../workloads/service-workload.ts";
import { PartMonitoring } from "../monitoring/part-monitoring.ts";
import { Namespace } from "./namespace.ts";

/** Which domain, and what its services find around them. */
export interface DomainArgs {
  readonly environment: Pick<Environment, "domains">;
  readonly domain: string;
  readonly surroundings: Surroundings;
  readonly flows: readonly Flow[];
  /** Before an image's repository, without a trailing slash. */
  readonly registryHost: Input<string>;
  /** All stores of the environment, by name. */
  readonly stores: Readonly<Record<string, StoreAccess>>;
  /** How rows of sharded stores are found. - behaviour: no store is sharded. */
  readonly shards?: Routing | undefined;
  /** What the cloud gives besides. - behaviour: nothing, for an environment in which no service uses a bucket or a warehouse. */
  readonly rights?: CloudRights;
  /** What Flink's certificates are made by, ready. - behaviour: it is in the cluster already. */
  readonly certificates?: Resource | undefined;
  /** What must be there before Flink clusters and feature stores say what is watched of them. - behaviour: they don't. */
  readonly monitoring?: Resource | undefined;
  /** The value of a secret by its name, as a secret output. */
  readonly secretValue: (secret: string) => Input<string>;
}

/** A domain: its namespace with its limits, and its services. */
export class Domain extends Component {
  static readonly type = "landbridge:platform:Domain";

  constructor(name: string, args: DomainArgs, opts: ComponentResourceOptions) {
    super(Domain.type, name, { domain: args.domain }, opts);
    const { environment, domain, surroundings, flows, registryHost } = args;
    const wish = environment.domains[domain];
    if (wish === undefined) throw new Error(`the environment has no domain ${domain}`);
    const namespace = new Namespace(
      `${name}-namespace`,
      {
        namespace: domain,
        surroundings,
        podSecurity: "restricted",
        labels: { "landbridge.dev/owner": wish.owner },
        limits: decideDomainLimits(wish.quota),
        flows,
        protect: false,
      },
      { parent: this },
    );
    for (const [service, serviceWish] of Object.entries(wish.services).sort(([a], [b]) => (a < b ? -1 : 1))) {
      const workload = {
        domain,
        service,
        owner: wish.owner,
        wish: serviceWish,
        surroundings,
        namespace: namespace.name,
        registryHost,
        config: configOf(service, serviceWish, args),
        variables: variablesOf(service, serviceWish, args),
        warming: warmingLoginsOf({ domain, service, wish: serviceWish }, args.stores),
        identity: serviceIdentity(identityName(domain, service), args.rights),
      };
      createServiceWatch(`${name}-${service}-watch`, workload, args.monitoring, this);
      const { flink } = serviceWish;
      if (flink === undefined) new ServiceWorkload(`${name}-${service}`, workload, { parent: this });
      else {
        const cluster = { ...workload, flink, certificates: args.certificates };
        new FlinkWorkload(`${name}-${service}`, cluster, { parent: this });
      }
    }
    this.registerOutputs({});
  }
}

/** What is watched of a service whose program is known. */
function createServiceWatch(
  name: string,
  workload: ServiceWorkloadArgs,
  definitions: Resource | undefined,
  parent: Component,
): void {
  const { domain, service, wish, surroundings, namespace } = workload;
  const watch = decideServiceWatch(domain, service, wish, surroundings);
  if (definitions === undefined || watch === undefined) return;
  const owner = { ...surroundings.tags, owner: workload.owner };
  new PartMonitoring(name, { watch, owner, namespace, labels: labelsOf(workload), definitions }, { parent });
}

/** What is known when the program runs. What the environment says itself wins. */
function configOf(service: string, wish: ServiceWish, { environment, domain }: DomainArgs): Record<string, string> {
  return {
    ...decideCallVariables(domain, wish.calls, (toDomain, to) => environment.domains[toDomain]?.services[to]),
    ...decideTopicVariables(service, wish),
    ...decideExactlyOnceVariables(domain, service, wish),
    ...decideQueueVariables(wish),
    ...wish.config,
  };
}

function variablesOf(service: string, wish: ServiceWish, args: DomainArgs): Variables {
  const { domain, stores, rights, secretValue } = args;
  const bound = bindStores(`${domain}-${service}`, wish, stores);
  const shards = bindShards(wish, args.shards);
  const own = Object.entries(wish.secrets).map(([name, { secret }]): [string, Input<string>] => [
    name,
    secretValue(secret),
  ]);
  const buckets = bindBuckets(`${domain}-${service}`, wish, rights);
  const objects = bindObjectKeys(`${domain}-${service}`, wish, rights);
  const events = bindEvents(`${domain}-${service}`, wish, rights);
  const warehouses = bindWarehouses(`${domain}-${service}`, wish, rights);
  return {
    ...bound,
    clear: { ...bound.clear, ...shards, ...buckets, ...objects.clear, ...events, ...warehouses },
    secret: { ...bound.secret, ...objects.secret, ...Object.fromEntries(own) },
    authorities: { ...bound.authorities, ...objects.authorities },
  };
}
