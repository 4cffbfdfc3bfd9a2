import { names, type Build } from "./kit.contract.ts";
import { fieldsOf, type Field } from "./asked.contract.ts";
import { cluster, key } from "./cluster-heeds.contract.ts";
import { bootstrap } from "./stores/bootstrap-kit.contract.ts";
import { accessLogs, objectStore } from "./stores/buckets-heeds.contract.ts";
import { cassandra } from "./stores/cassandra-heeds.contract.ts";
import { events } from "./events-heeds.contract.ts";
import { neededFor } from "./needed-capabilities.contract.ts";
import { dnsZone, edge } from "./network/edge-heeds.contract.ts";
import { ingressAddress, network } from "./network/network-heeds.contract.ts";
import { registry } from "./registry-heeds.contract.ts";
import { auditTrail, budget } from "./spend-kit.contract.ts";
import { secretStore, workloadIdentity } from "./rights-heeds.contract.ts";
import { mysql } from "./stores/mysql-heeds.contract.ts";
import { mongodb } from "./stores/mongodb-heeds.contract.ts";
import { postgres } from "./stores/postgres-heeds.contract.ts";
import { rabbitmq } from "./stores/rabbitmq-heeds.contract.ts";
import { kafka, redis } from "./stores/stores-heeds.contract.ts";
import { warehouse } from "./stores/warehouse-heeds.contract.ts";
import { peering } from "./network/peering-kit.contract.ts";
import { vpn } from "./network/vpn-kit.contract.ts";
import { made, run, type Can, type ContractSubject } from "./subject.contract.ts";

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

/** The fields that a cloud which can do so much must heed. */
export function fieldsToHeed(can: Can): Field[] {
  return fields.filter((field) => neededFor(field).every(can));
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
