import { z } from "zod";

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
  regions: z.strictObject({
    primary: z
      .string()
      .regex(/^[a-z]+-[a-z]+[0-9]+$/, "must be a region such as europe-west1, without a zone")
      .meta({ description: "Region of the cluster and of all data." }),
  }),
});

/** The settings after validation. */
export type GcpSettings = z.infer<typeof gcpSettings>;
