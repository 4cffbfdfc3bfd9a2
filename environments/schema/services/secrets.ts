import { z } from "zod";
import { line } from "../names.ts";

/** Where the platform's secrets are kept besides the stack's own configuration. */
export const secretStore = z.strictObject({
  placement: z.enum(["stack", "managed"]).default("stack").meta({
    description:
      "stack: in the stack's configuration only. managed: also in the cloud's own store, one place for each secret that a service names, encrypted with the platform's key.",
  }),
  rotationDays: z
    .int()
    .min(1)
    .max(3650)
    .default(90)
    .meta({ description: "Days after which a value should be replaced; a label on each secret of the cloud's store." }),
  administrators: z.boolean().default(false).meta({
    description:
      "Keep the administrators' passwords of managed PostgreSQL and MySQL there too, for the day on which somebody must log in by hand. Needs placement: managed.",
  }),
});

/** What a Vault in the cluster needs of the cloud. */
export const vault = z
  .strictObject({
    recoverers: z
      .array(line(3, 500))
      .min(1)
      .max(20)
      .refine((all) => new Set(all).size === all.length, "must not name anyone twice")
      .meta({
        description:
          "Who may read Vault's recovery keys: people, groups or roles in the cloud's own words, such as group:security@example.org. 1 to 20.",
      }),
  })
  .optional()
  .meta({
    description:
      "A key of its own that unseals Vault, an identity for Vault's server, and a place for its recovery keys. - behaviour: none.",
  });
