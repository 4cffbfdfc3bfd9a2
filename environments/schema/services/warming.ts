import { z } from "zod";

/** A schedule begins anew at each hour: what doesn't divide it would leave uneven times between looks. */
const evenMinutes = [1, 2, 3, 4, 5, 6, 10, 12, 15, 20, 30, 60] as const;

/** How a service fills a Redis that has come up empty. */
export const warming = z.strictObject({
  keys: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9:._/-]{0,62}$/, "must be 1 to 63 of A-Z, a-z, 0-9 and : . _ / -")
    .meta({
      description: "What the keys begin with that it may read and write, and no others.",
      examples: ["catalog:"],
    }),
  command: z
    .array(z.string().min(1).max(1000))
    .min(1)
    .max(50)
    .readonly()
    .meta({
      description:
        "What fills it, in the service's own image, which has /bin/sh. It is done when it ends well, and may be run again over what it wrote.",
      examples: [["node", "warm.js"]],
    }),
  everyMinutes: z
    .literal(evenMinutes, { error: `must be one of ${evenMinutes.join(", ")}: what divides an hour` })
    .default(5)
    .meta({ description: "Minutes between looks whether it is empty: what divides an hour." }),
  deadlineMinutes: z
    .int()
    .min(1)
    .max(720)
    .default(30)
    .meta({ description: "Minutes after which filling is stopped; the next look begins it anew." }),
});

export type WarmingWish = z.infer<typeof warming>;
