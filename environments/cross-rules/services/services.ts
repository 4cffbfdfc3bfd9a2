import { decideWarmingDemand } from "../../../components/kit/workloads/cache-warming.ts";
import { decideFeatureDemand } from "../../../components/kit/workloads/feature-store.ts";
import { decideServiceDemand } from "../../../components/kit/workloads/flink/flink.ts";
import type { Check } from "../../cross-rules.ts";
import { chooser } from "../../did-you-mean.ts";
import { everyService, named } from "./every-service.ts";

/** Namespaces that exist already or belong to the platform. */
const reservedNamespaces =
  /^(?:default|landbridge|(?:kube|istio|landbridge|gke|gmp)-.*|.*-system|cert-manager|argocd|monitoring)$/;

/** A domain's name is free to be a namespace. */
export const domainNamesAreFree: Check = ({ domains }, at) =>
  Object.keys(domains)
    .filter((name) => reservedNamespaces.test(name))
    .map((name) => ({
      ...at(["domains", name]),
      rule: "is a reserved namespace (default, cert-manager, argocd, monitoring, landbridge, kube-*, istio-*, gke-*, gmp-*, landbridge-*, *-system)",
      wayOut: "choose another name for the domain",
    }));

/**
 * No two services have the same `<domain>-<service>`, which is their login's name and part of their URNs: service c of
 * domain a-b would be service b-c of domain a.
 */
export const joinedNamesDiffer: Check = (environment, at) => {
  const first = new Map<string, string>();
  return everyService(environment).flatMap(({ domain, name, path }) => {
    const joined = `${domain}-${name}`;
    const earlier = first.get(joined);
    first.set(joined, earlier ?? `${domain}/${name}`);
    if (earlier === undefined) return [];
    return [
      {
        ...at(path, "key"),
        rule: `is ${joined} in full, as ${earlier} is`,
        wayOut: "rename the service or the domain",
      },
    ];
  });
};

/** A domain's quota holds its services at their smallest. */
export const quotaHolds: Check = ({ domains, tier, costMode }, at) =>
  Object.entries(domains).flatMap(([name, { quota, services }]) => {
    const all = Object.values(services).flatMap((service) => [
      ...decideServiceDemand(service, { tier, costMode }),
      ...decideFeatureDemand(service),
      ...decideWarmingDemand(service),
    ]);
    const sum = (of: (one: (typeof all)[number]) => number): number =>
      // Thousandths are whole numbers, whose sums don't depend on their order.
      all.reduce((total, one) => total + Math.round(of(one) * 1000), 0) / 1000;
    const needs = {
      cpu: sum(({ cpu, pods }) => cpu * pods),
      memoryGiB: sum(({ memoryGiB, pods }) => memoryGiB * pods),
      pods: sum(({ pods }) => pods),
    };
    return (["cpu", "memoryGiB", "pods"] as const)
      .filter((field) => needs[field] > quota[field])
      .map((field) => ({
        ...at(["domains", name, "quota", field]),
        rule: `is less than its services need at their smallest (${needs[field]})`,
        wayOut: `write ${needs[field]} or more, or make services smaller`,
      }));
  });

/** A service's scale.min isn't above its scale.max. */
export const scaleIsOrdered: Check = (environment, at) =>
  everyService(environment).flatMap(({ service: { scale }, path }) =>
    scale.min <= scale.max
      ? []
      : [
          {
            ...at([...path, "scale", "min"]),
            rule: `is above max (${scale.max})`,
            wayOut: `make min ${scale.max} or less, or max ${scale.min} or more`,
          },
        ],
  );

/** REST and gRPC of a service listen on different ports. */
export const portsDiffer: Check = (environment, at) =>
  everyService(environment).flatMap(({ service: { serves }, path }) =>
    serves.rest !== undefined && serves.grpc !== undefined && serves.rest.port === serves.grpc.port
      ? [
          {
            ...at([...path, "serves", "grpc", "port"]),
            rule: "is the port of rest as well",
            wayOut: "give gRPC another port such as 9090",
          },
        ]
      : [],
  );

/** Services call others that exist and that serve something. */
export const callsReachServices: Check = (environment, at) => {
  const names = everyService(environment).map(({ domain, name }) => `${domain}/${name}`);
  const choose = chooser("services");
  return everyService(environment).flatMap(({ domain, name, service, path }) =>
    service.calls.flatMap((call, index) => {
      const issue = (rule: string, wayOut: string) => [{ ...at([...path, "calls", index]), rule, wayOut }];
      const full = call.includes("/") ? call : `${domain}/${call}`;
      const [calledDomain = "", calledName = ""] = full.split("/");
      const called = named(named(environment.domains, calledDomain)?.services ?? {}, calledName);
      if (called === undefined) {
        const near = () => names.map((one) => (one.startsWith(`${domain}/`) ? one.slice(domain.length + 1) : one));
        return issue("names no service", choose(call, near));
      }
      if (full === `${domain}/${name}`) return issue("is the service itself", "delete it from calls");
      // One that is a feature store too is told to be two, of which one may be called.
      if (called.flink !== undefined)
        return called.features === undefined
          ? issue("is a Flink cluster, which nobody calls", "delete it from calls")
          : [];
      if (service.calls.slice(0, index).some((other) => other === call || `${domain}/${other}` === full))
        return issue("is there twice", "delete one of the two");
      if (called.serves.rest === undefined && called.serves.grpc === undefined)
        return issue(
          "serves nothing that could be called",
          `give ${full} serves: { rest: {} } or serves: { grpc: {} }`,
        );
      return [];
    }),
  );
};
