import { z } from "zod";

/** Like pods that an operator makes of a custom resource. */
export interface PodsOfOperator {
  /** Unique in its namespace. */
  readonly name: string;
  readonly replicas: number;
  /** All by which something of ours or of the operator's selects them. */
  readonly labels: Readonly<Record<string, string>>;
  /** Of the pod, without containers: where it may run, and as whom. */
  readonly pod: object;
  readonly containers: readonly ContainerOfOperator[];
  /** What they are a majority of together with others; `none` where each works without the others. - behaviour: of their own. */
  readonly quorum?: string;
}

/** A container as far as admission and the scheduler judge it. */
export interface ContainerOfOperator {
  readonly name: string;
  readonly resources?: unknown;
  /** Taken from the custom resource as it stands; `operatorsOwn` where the operator decides it by itself. */
  readonly securityContext?: unknown;
}

/** How many of an operator's pods may be away on purpose. */
export interface BudgetOfOperator {
  readonly name: string;
  readonly selector: Readonly<Record<string, string>>;
  /** As a budget says it. Of single pods of several controllers only `minAvailable` counts all while one is away. */
  readonly bound: { readonly maxUnavailable: number } | { readonly minAvailable: number };
}

/** What an operator makes of a custom resource, as far as it is scheduled. */
export interface MadeByOperator {
  readonly pods: readonly PodsOfOperator[];
  readonly budgets: readonly BudgetOfOperator[];
}

/** Of containers whose operator asks nobody: what the restricted Pod Security Standard lets in, as all of ours do by themselves. */
export const operatorsOwn = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ["ALL"] },
  runAsNonRoot: true,
  seccompProfile: { type: "RuntimeDefault" },
} as const;

/** Labels, none where none are written. */
export const labels = z.record(z.string(), z.string()).default({});

/** What of a pod decides where it lands, as pods and most custom resources have it: taken over as it stands. */
export const placed = {
  affinity: z.unknown().optional(),
  nodeSelector: z.unknown().optional(),
  tolerations: z.unknown().optional(),
  topologySpreadConstraints: z.unknown().optional(),
};

/** What is asked for, as it stands. */
export const resources = z.unknown().optional();

/** As whom a pod or container runs, as it stands. */
export const security = z.unknown().optional();

/** A budget as custom resources write it. */
export const budget = z.object({ maxUnavailable: z.number() }).optional();

/** The budget of a custom resource as a list: of one, or of none where it says nothing. */
export function budgetsOf(
  name: string,
  selector: BudgetOfOperator["selector"],
  said: z.infer<typeof budget>,
): BudgetOfOperator[] {
  return said === undefined ? [] : [{ name, selector, bound: { maxUnavailable: said.maxUnavailable } }];
}
