import { z } from "zod";
import type { ClusterObject } from "./cluster-object.ts";

const conditions = z.array(
  z.looseObject({
    type: z.string(),
    status: z.string(),
    reason: z.string().optional(),
    message: z.string().optional(),
  }),
);
const withConditions = z.looseObject({ conditions: conditions.default([]) });

/** The conditions in an object's status; none where it has none yet. */
export function conditionsOf({ status }: ClusterObject): z.infer<typeof conditions> {
  const { success, data } = withConditions.safeParse(status ?? {});
  return success ? data.conditions : [];
}

/** Whether a condition is true. */
export function hasCondition(object: ClusterObject, type: string): boolean {
  return conditionsOf(object).some((condition) => condition.type === type && condition.status === "True");
}
