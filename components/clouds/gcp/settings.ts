import { z } from "zod";

const region = z.string().regex(/^[a-z]+-[a-z]+[0-9]+$/, "must be a region such as europe-west1, without a zone");

/** The `cloud:` block of an environment on Google Cloud. */
export const gcpSettings = z.strictObject({
  name: z.literal("gcp"),
  // https://cloud.google.com/resource-manager/docs/creating-managing-projects
  project: z
    .string()
    .regex(
      /^[a-z][a-z0-9-]{4,28}[a-z0-9]$/,
      "must be a project's id: 6 to 30 of a-z, 0-9 and -, beginning with a letter, not ending with -",
    )
    .meta({ description: "Id of the project that holds everything. Not its name, not its number." }),
  // https://cloud.google.com/billing/docs/how-to/find-billing-account-id
  billingAccount: z
    .string()
    .regex(/^[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}$/, "must be a billing account's id such as 01AB23-45CD67-89EF01")
    .optional()
    .meta({
      description: "Billing account that pays for the project; a budget is kept there. - behaviour: no budget.",
    }),
  regions: z.strictObject({
    primary: region.meta({ description: "Region of the cluster and of all data." }),
    secondary: region.optional().meta({ description: "Region of the copies that are wished for. - behaviour: none." }),
  }),
});

/** The settings after validation. */
export type GcpSettings = z.infer<typeof gcpSettings>;
