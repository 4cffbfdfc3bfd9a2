import type { Rule } from "./rule.ts";
import { imageHasExplicitTag } from "./rules/workload/image-has-explicit-tag.ts";
import { privilegedIsOff } from "./rules/workload/privileged-is-off.ts";

/** Every rule, by id. */
export const rules: readonly Rule[] = [privilegedIsOff, imageHasExplicitTag].sort((a, b) => (a.id < b.id ? -1 : 1));
