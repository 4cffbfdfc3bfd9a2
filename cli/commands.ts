import type { CliCommand } from "./command.ts";
import { check } from "./commands/check.ts";
import { plan } from "./commands/plan.ts";
import { validate } from "./commands/validate.ts";

/** Every command, in the order in which one meets them. */
export const commands: readonly CliCommand[] = [validate, plan, check];
