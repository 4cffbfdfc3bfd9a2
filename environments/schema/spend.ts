import { z } from "zod";

/** What the environment may cost in a month, and who hears of it. */
export const budget = z.strictObject({
  monthly: z
    .int()
    .min(1)
    .max(100_000_000)
    .meta({ description: "Amount of a month in the currency in which the account is billed, without decimals." }),
  from: z
    .string()
    .regex(/^20[2-9]\d-(?:0[1-9]|1[0-2])$/, "must be a month such as 2026-12")
    .meta({
      description: "Month from which it counts: the current or a later one when the budget is made. It can't be moved.",
    }),
  alertPercent: z
    .array(z.int().min(1).max(1000))
    .min(1)
    // Azure takes five notices for each budget, and one of them is the forecast's.
    .max(4)
    .refine((shares) => new Set(shares).size === shares.length, "must not name a share twice")
    .default([50, 80, 100])
    .meta({
      description:
        "Shares of the amount at which a notice is sent. One more is sent when the forecast reaches it. 1 to 4.",
    }),
  notify: z
    .array(z.email("must be an address of e-mail").max(200))
    .min(1)
    // Google takes five channels for each budget.
    .max(5)
    .meta({ description: "Who is told. 1 to 5 addresses of e-mail." }),
});

/** Who can end the lock on records of an audit trail. */
const auditLocks = ["governance", "compliance"] as const;

/** The trail of who did what in the cloud. */
export const audit = z.strictObject({
  retentionDays: z.int().min(1).max(3650).default(365).meta({
    description:
      "Days in which a record goes only if an administrator lifts its bucket's lock first; afterwards records go. 1 to 3650.",
  }),
  // Nobody can undo compliance, not the cloud itself: who asks for it has to write it.
  lock: z.enum(auditLocks).default("governance").meta({
    description:
      "governance: an administrator can lift the lock on records. compliance: nobody can, for as long as they must stay; a mistaken period stays too, and the platform can't be destroyed before.",
  }),
});

export type BudgetWish = z.infer<typeof budget>;
export type AuditWish = z.infer<typeof audit>;
