import { isIPv4, isIPv6 } from "node:net";
import { decideZone, namesOfEdge } from "../../components/kit/edge/edge.ts";
import { decideWafMode } from "../../components/kit/edge/edge-waf.ts";
import type { Issue } from "../../components/kit/errors.ts";
import type { Check } from "../cross-rules.ts";
import { chooser } from "../did-you-mean.ts";
import type { ZoneRecordWish } from "../schema/edge.ts";

/** An edge answers for some name. */
export const edgeHasHosts: Check = ({ edge }, at) =>
  edge === undefined || Object.keys(edge.hosts).length > 0
    ? []
    : [
        {
          ...at(["edge", "hosts"]),
          rule: "is empty: an edge without a name answers nobody",
          wayOut: "add one, e.g. www: { to: gateway }, or delete edge",
        },
      ];

/** Who leads visitors to the gateway has an address to lead them to. */
export const edgeFindsTheGateway: Check = ({ edge, ingress }, at) => {
  if (ingress.address === "reserved") return [];
  const [host] = Object.entries(edge?.hosts ?? {}).find(([, { to }]) => to === "gateway") ?? [];
  if (host === undefined) return [];
  return [
    {
      ...at(["edge", "hosts", host, "to"]),
      rule: "needs a fixed address of the gateway, and ingress.address is none",
      wayOut: "write ingress: { address: reserved }",
    },
  ];
};

/** Only what is public anyway is put before the world, and only what there is. */
export const edgeServesPublicBuckets: Check = ({ edge, buckets }, at) => {
  const choose = chooser("public buckets");
  const open = Object.entries(buckets).flatMap(([name, { dataClass }]) => (dataClass === "public" ? [name] : []));
  return Object.entries(edge?.hosts ?? {}).flatMap(([name, host]) => {
    if (host.to !== "bucket" || open.includes(host.bucket)) return [];
    const found = Object.hasOwn(buckets, host.bucket) ? buckets[host.bucket] : undefined;
    const where = at(["edge", "hosts", name, "bucket"]);
    if (found === undefined)
      return [{ ...where, rule: "names no bucket of buckets", wayOut: choose(host.bucket, () => open) }];
    return [
      {
        ...where,
        rule: `names a bucket of data class ${found.dataClass}, and everybody can read what the edge serves`,
        wayOut: `move what may be read to a bucket of its own, or write dataClass: public there`,
      },
    ];
  });
};

/** Longest name that certificates are made for: X.509 holds no more. https://docs.aws.amazon.com/acm/latest/userguide/acm-certificate-characteristics.html */
const longestCertified = 64;

/** A certificate can be made for each name. */
export const edgeNamesFitCertificates: Check = ({ edge }, at) =>
  Object.keys(edge?.hosts ?? {}).flatMap((host) => {
    const name = `${host}.${edge?.domain ?? ""}`;
    if (name.length <= longestCertified) return [];
    return [
      {
        ...at(["edge", "hosts", host], "key"),
        rule: `makes a name of ${name.length} characters, and a certificate holds ${longestCertified}`,
        wayOut: `shorten it or edge.domain by ${name.length - longestCertified}`,
      },
    ];
  });

/** Visitors are shared out among different targets, this environment among them, and some of them get visitors. */
export const edgeTrafficIsShared: Check = ({ edge }, at) =>
  Object.entries(edge?.hosts ?? {}).flatMap(([name, { traffic }]) => {
    if (traffic === undefined) return [];
    const path = ["edge", "hosts", name, "traffic"];
    const targets = traffic.targets.map(({ to }) => to);
    const issues: Issue[] = [];
    if (edge?.dns.placement === "external") {
      issues.push({
        ...at(path),
        rule: "is for whoever holds the zone, and edge.dns.placement is external",
        wayOut: "write it in the environment that holds the zone, with this one as a target",
      });
    }
    if (!targets.includes("self")) {
      issues.push({
        ...at([...path, "targets"]),
        rule: "leaves out this environment",
        wayOut: "add { to: self, weight: 0 }",
      });
    }
    targets.forEach((target, index) => {
      if (targets.indexOf(target) === index) return;
      issues.push({
        ...at([...path, "targets", index, "to"]),
        rule: "is a target already",
        wayOut: "add the weights up",
      });
    });
    if (traffic.targets.every(({ weight }) => weight === 0)) {
      issues.push({
        ...at([...path, "targets"]),
        rule: "gives nobody any visitors: all weights are 0",
        wayOut: "give one of them a weight above 0",
      });
    }
    return issues;
  });

/** The firewall lets those through who ask for the health of targets: they ask from several countries. */
export const edgeHealthIsAsked: Check = ({ edge }, at) =>
  edge?.waf.countries?.mode !== "only"
    ? []
    : Object.entries(edge.hosts).flatMap(([name, { traffic }]) =>
        traffic?.healthPath === undefined
          ? []
          : [
              {
                ...at(["edge", "hosts", name, "traffic", "healthPath"]),
                rule: "is asked for from all over the world, and edge.waf.countries refuses all but a few countries",
                wayOut: "delete healthPath, or write edge.waf.countries with mode: deny",
              },
            ],
      );

/** Production has a firewall. */
export const edgeHasAFirewall: Check = (environment, at) => {
  const { edge, tier } = environment;
  if (edge === undefined || tier !== "production" || decideWafMode(edge.waf, environment) !== "off") return [];
  return [
    {
      ...at(["edge", "waf", "mode"]),
      rule: "leaves production without a firewall",
      wayOut: "write block, or observe while you learn what it would refuse",
    },
  ];
};

/** Nobody is denied or allowed by a firewall that isn't there. */
export const edgeListsAreAsked: Check = (environment, at) => {
  const { edge } = environment;
  if (edge === undefined || decideWafMode(edge.waf, environment) !== "off") return [];
  const { allow, deny, countries } = edge.waf;
  const written = [
    ...(allow.length > 0 ? ["allow"] : []),
    ...(deny.length > 0 ? ["deny"] : []),
    ...(countries === undefined ? [] : ["countries"]),
  ];
  return written.map((field) => ({
    ...at(["edge", "waf", field]),
    rule: "is asked by nobody: there is no firewall in this mode",
    wayOut: "write edge.waf.mode: block, or delete it",
  }));
};

/** Records of the zone are well formed, each set is given once, and none stands where the edge puts its own. */
export const edgeRecordsAreFree: Check = (environment, at) => {
  const zone = decideZone(environment);
  const { dns } = environment.edge ?? {};
  if (zone === undefined || dns?.placement !== "managed") return [];
  const taken = new Set(namesOfEdge(environment));
  const roles = zone.records.map(({ role }) => role);
  return zone.records.flatMap(({ fqdn, role }, index): Issue[] => {
    const record = dns.records[index];
    if (record === undefined) return [];
    const where = at(["edge", "dns", "records", index, "name"]);
    const malformed = recordProblem(record);
    return [
      ...(malformed === undefined ? [] : [{ ...at(["edge", "dns", "records", index, "values"]), ...malformed }]),
      ...(taken.has(fqdn)
        ? [{ ...where, rule: "is a name that the edge makes a record for", wayOut: "delete it here" }]
        : []),
      ...(roles.indexOf(role) === index
        ? []
        : [
            {
              ...where,
              rule: "is given already with this type, dashes, dots and underscores being alike",
              wayOut: "write all values in one record",
            },
          ]),
    ];
  });
};

function recordProblem({ name, type, values }: ZoneRecordWish): Pick<Issue, "rule" | "wayOut"> | undefined {
  if (type === "A" && !values.every((value) => isIPv4(value)))
    return { rule: "must be IPv4 addresses in a record of type A", wayOut: "write addresses such as 203.0.113.7" };
  if (type === "AAAA" && !values.every((value) => isIPv6(value)))
    return { rule: "must be IPv6 addresses in a record of type AAAA", wayOut: "write addresses such as 2001:db8::7" };
  if (type !== "CNAME") return undefined;
  if (name === "@")
    return { rule: "can't be at the domain itself in a record of type CNAME", wayOut: "use A and AAAA" };
  return values.length === 1 && /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9-]{2,63}$/i.test(values[0] ?? "")
    ? undefined
    : { rule: "must be one host name in a record of type CNAME", wayOut: "write a name without a dot at its end" };
}
