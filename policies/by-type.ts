import type { PlannedResource } from "../plan/planned-resource.ts";
import { notApplicable } from "./read.ts";
import type { Context, Judgement, ResourceRule, StackRule } from "./rule.ts";
import { stackOf, type Companion, type Stack } from "./stack.ts";

/** What a rule says of one resource of a type. */
export type JudgeOne = (resource: PlannedResource, context: Context) => Judgement;

/** What a rule says of one resource of a type, seeing what else the stack has. */
export type JudgeAmong = (resource: PlannedResource, stack: Stack, context: Context) => Judgement;

/** A rule's judgement by type token, where each resource says all that is asked. */
export function judgedByType(
  table: Readonly<Record<string, JudgeOne>>,
): Pick<ResourceRule, "appliesTo" | "alone" | "judge"> {
  const types = Object.keys(table);
  return {
    appliesTo: types,
    alone: types,
    judge: (resource, context) =>
      (Object.hasOwn(table, resource.type) ? table[resource.type] : undefined)?.(resource, context) ??
      notApplicable("the rule doesn't know the type"),
  };
}

/**
 * A rule's judgement by type token, where a cloud spreads over several resources what is asked. `seen` are those that are
 * judged by what they say of others.
 */
export function judgedTogether(
  table: Readonly<Record<string, JudgeAmong>>,
  seen: readonly Companion[],
): Pick<StackRule, "appliesTo" | "judgeAll"> {
  return {
    appliesTo: [...new Set([...Object.keys(table), ...seen.flatMap(({ types }) => types)])],
    judgeAll: (resources, context) => {
      const stack = stackOf(resources);
      return resources.flatMap((resource) => {
        const judge = Object.hasOwn(table, resource.type) ? table[resource.type] : undefined;
        return judge === undefined ? [] : [{ urn: resource.urn, ...judge(resource, stack, context) }];
      });
    },
  };
}

/** Both: the types of the first table are judged one by one, those of the second with the rest of the stack. */
export function judgedBoth(
  alone: Readonly<Record<string, JudgeOne>>,
  together: Readonly<Record<string, JudgeAmong>>,
  seen: readonly Companion[],
): Pick<ResourceRule & StackRule, "appliesTo" | "alone" | "judge" | "judgeAll"> {
  const [one, all] = [judgedByType(alone), judgedTogether(together, seen)];
  return { ...one, ...all, appliesTo: [...new Set([...one.appliesTo, ...all.appliesTo])] };
}
