import type { PlannedObject, PlannedResource } from "../../plan/planned-resource.ts";
import { podTypes } from "../facts/pods.ts";
import type { Rule } from "../rule.ts";
import {
  changed,
  changedValue,
  parsePath,
  planned,
  type Cases,
  type Change,
  type Guard,
  type RuleFixtures,
} from "./fixture.ts";

const digest = `sha256:${"0123456789abcdef".repeat(4)}`;

/** A container that every rule holds of. */
export const goodContainer: PlannedObject = {
  name: "order",
  image: `registry.example/commerce/order:2.4.1@${digest}`,
  ports: [{ name: "rest", containerPort: 8080 }],
  startupProbe: { httpGet: { path: "/livez", port: "rest" } },
  readinessProbe: { httpGet: { path: "/readyz", port: "rest" } },
  livenessProbe: { httpGet: { path: "/livez", port: "rest" } },
  resources: { requests: { cpu: "250m", memory: "512Mi" }, limits: { memory: "512Mi" } },
  securityContext: {
    privileged: false,
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    runAsUser: 10001,
    capabilities: { drop: ["ALL"], add: ["NET_BIND_SERVICE"] },
    seccompProfile: { type: "RuntimeDefault" },
  },
};

/** A pod's specification that every rule holds of. */
export const goodPod: PlannedObject = {
  serviceAccountName: "order",
  automountServiceAccountToken: false,
  hostNetwork: false,
  hostPID: false,
  hostIPC: false,
  securityContext: { runAsNonRoot: true, runAsUser: 10001, seccompProfile: { type: "RuntimeDefault" } },
  containers: [goodContainer],
  volumes: [{ name: "tmp", emptyDir: {} }],
  topologySpreadConstraints: [
    { maxSkew: 1, topologyKey: "topology.kubernetes.io/zone", whenUnsatisfiable: "DoNotSchedule" },
  ],
};

/** A workload of a kind around a pod's specification, in namespace commerce with label app: order. */
export function workload(type = "kubernetes:apps/v1:Deployment", pod: PlannedObject = goodPod): PlannedResource {
  const template = { metadata: { labels: { app: "order" } }, spec: pod };
  const metadata = { name: "order", namespace: "commerce" };
  switch (type) {
    case "kubernetes:core/v1:Pod":
      return planned(type, { metadata: { ...metadata, labels: { app: "order" } }, spec: pod });
    case "kubernetes:core/v1:PodTemplate":
      return planned(type, { metadata, template });
    case "kubernetes:batch/v1:CronJob":
      return planned(type, { metadata, spec: { jobTemplate: { spec: { template } } } });
    default:
      return planned(type, { metadata, spec: { template } });
  }
}

/** A change of one property of a container: path within the container, and value. */
export type ContainerChange = readonly [path: string, value: Change[1]];

/** What a rule about containers must say, by change of one property of a good container. */
export interface ContainerCases {
  readonly holds?: Readonly<Record<string, ContainerChange>>;
  readonly violated: Readonly<Record<string, ContainerChange>>;
  readonly undecided: Readonly<Record<string, ContainerChange>>;
  /** Guards with paths within the container. */
  readonly guards: readonly Guard[];
  /** Lists that the rule concerns. Default: all three. */
  readonly lists?: readonly ("containers" | "initContainers" | "ephemeralContainers")[];
  /** Kinds that the rule concerns. Default: all. */
  readonly types?: readonly string[];
  /** The good pod, if it must differ. */
  readonly pod?: PlannedObject;
}

/**
 * Fixtures of a rule about containers: each case in each list of a Deployment, beside a good container, and in each kind
 * of workload.
 */
export function containerFixtures(rule: Rule, cases: ContainerCases): RuleFixtures {
  const { lists = ["containers", "initContainers", "ephemeralContainers"], types = podTypes, pod = goodPod } = cases;
  const expand = (given: Readonly<Record<string, ContainerChange>>): Cases => {
    const expanded: Record<string, readonly PlannedResource[]> = {};
    for (const [claim, [path, value]] of Object.entries(given)) {
      const container = changedValue(goodContainer, parsePath(path), value) ?? {};
      for (const list of lists) {
        const containers = list === "containers" ? [goodContainer, container] : [container];
        expanded[`${claim}, in ${list}`] = [workload(undefined, { ...pod, [list]: containers })];
      }
      for (const type of types)
        expanded[`${claim}, in ${type}`] = [workload(type, { ...pod, containers: [container] })];
    }
    return expanded;
  };
  return {
    rule,
    holds: {
      "a good pod": [workload(undefined, pod)],
      ...Object.fromEntries(types.map((type) => [`a good pod in ${type}`, [workload(type, pod)]])),
      ...expand(cases.holds ?? {}),
    },
    violated: {
      ...expand(cases.violated),
      "a pod without containers": [workload(undefined, { ...pod, containers: [] })],
      "a list of containers that is none": [changed(workload(undefined, pod), "spec.template.spec.containers", "none")],
    },
    undecided: {
      ...expand(cases.undecided),
      "a pod that only the cloud knows": [
        changed(workload(undefined, pod), "spec.template.spec", { "landbridge:unknown": true }),
      ],
    },
    guards: cases.guards.map((guard) => ({ ...guard, path: `spec.template.spec.containers[0].${guard.path}` })),
  };
}
