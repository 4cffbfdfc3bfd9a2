import { z } from "zod";
import { ApiRefusal, type ClusterApi } from "../rehearsal/cluster/cluster-api.ts";
import type { ClusterObject } from "../rehearsal/cluster/cluster-object.ts";
import { count, type Findings } from "./findings.ts";

const quotaItem = z.looseObject({
  metadata: z.looseObject({ name: z.string(), namespace: z.string() }),
  status: z.looseObject({
    hard: z.record(z.string(), z.string()).default({}),
    used: z.record(z.string(), z.string()).default({}),
  }),
});

const units: Readonly<Record<string, number>> = {
  "": 1,
  m: 0.001,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
};

/** A quantity as a number. Throws for what is none. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function quantity(text: string): number {
  const [, number, unit = ""] = /^([0-9.]+)([A-Za-z]*)$/.exec(text) ?? [];
  const factor = units[unit];
  if (number === undefined || factor === undefined) throw new Error(`${text} is no quantity`);
  return Number(number) * factor;
}

/** What a quota has used beyond what it allows. */
export function overuse(hard: Readonly<Record<string, string>>, used: Readonly<Record<string, string>>): string[] {
  return Object.entries(hard)
    .filter(([what, limit]) => quantity(used[what] ?? "0") > quantity(limit))
    .map(([what, limit]) => `${what} ${used[what] ?? "0"} of ${limit}`);
}

/** Looks at every quota, and asks the server for what it has to refuse: too large a pod, and one that may do anything. */
export async function checkAdmission(api: ClusterApi, objects: readonly ClusterObject[]): Promise<Findings> {
  const quotas = await api.list("v1", "ResourceQuota", quotaItem);
  const failures = quotas.flatMap(({ metadata: { namespace, name }, status: { hard, used } }) =>
    overuse(hard, used).map((what) => `quota ${namespace}/${name} is exceeded: ${what}`),
  );
  const limited = objects
    .filter(({ kind }) => kind === "ResourceQuota")
    .map(({ metadata }) => metadata.namespace ?? "");
  const restricted = objects.filter(
    ({ kind, metadata: { labels } }) =>
      kind === "Namespace" && labels?.["pod-security.kubernetes.io/enforce"] === "restricted",
  );
  for (const namespace of limited) {
    const answer = await refusalOf(api, probe(namespace, "1000", true));
    if (!/exceeded quota|maximum (cpu|memory) usage/.test(answer))
      failures.push(`a pod of 1000 CPUs in ${namespace} was not refused by quota or limits: ${answer}`);
  }
  for (const { metadata } of restricted) {
    const answer = await refusalOf(api, probe(metadata.name, "10m", false));
    if (!answer.includes("violates PodSecurity"))
      failures.push(`a privileged pod in ${metadata.name} was not refused by Pod Security: ${answer}`);
  }
  return {
    says: [
      `${count(quotas.length, "quota")} kept; a pod of 1000 CPUs refused in ${count(limited.length, "namespace")}, a privileged one in ${restricted.length}`,
    ],
    failures,
  };
}

async function refusalOf(api: ClusterApi, pod: ClusterObject): Promise<string> {
  try {
    await api.create(pod, { dryRun: true });
    return "it was accepted";
  } catch (error) {
    if (error instanceof ApiRefusal) return error.message;
    throw error;
  }
}

function probe(namespace: string, cpu: string, harmless: boolean): ClusterObject {
  const resources = { requests: { cpu, memory: "10Mi" }, limits: { cpu, memory: "10Mi" } };
  const securityContext = harmless
    ? {
        allowPrivilegeEscalation: false,
        capabilities: { drop: ["ALL"] },
        runAsNonRoot: true,
        seccompProfile: { type: "RuntimeDefault" },
      }
    : { privileged: true };
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: "landbridge-probe", namespace },
    spec: { containers: [{ name: "probe", image: "probe", resources, securityContext }] },
  };
}
