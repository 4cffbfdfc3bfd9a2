import type { CliCommand } from "./command.ts";
import { capacity } from "./commands/capacity.ts";
import { chartsList } from "./commands/charts-list.ts";
import { chartsLock } from "./commands/charts-lock.ts";
import { check } from "./commands/check.ts";
import { doctor } from "./commands/doctor.ts";
import { explain } from "./commands/explain.ts";
import { init } from "./commands/init.ts";
import { parity } from "./commands/parity.ts";
import { plan } from "./commands/plan.ts";
import { rehearseDestroy } from "./commands/rehearse-destroy.ts";
import { rehearseRefresh } from "./commands/rehearse-refresh.ts";
import { rehearseRestore } from "./commands/rehearse-restore.ts";
import { rehearseUnlock } from "./commands/rehearse-unlock.ts";
import { rehearseUnprotect } from "./commands/rehearse-unprotect.ts";
import { rehearseUp } from "./commands/rehearse-up.ts";
import { render } from "./commands/render.ts";
import { schema } from "./commands/schema.ts";
import { start } from "./commands/start.ts";
import { validate } from "./commands/validate.ts";

/** Every command, in the order in which one meets them. */
export const commands: readonly CliCommand[] = [
  start,
  validate,
  explain,
  plan,
  check,
  parity,
  capacity,
  rehearseUp,
  rehearseRefresh,
  rehearseUnprotect,
  rehearseDestroy,
  rehearseUnlock,
  rehearseRestore,
  render,
  init,
  doctor,
  chartsList,
  chartsLock,
  schema,
];
