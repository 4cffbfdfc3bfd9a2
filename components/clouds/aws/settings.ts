import { z } from "zod";

/** China, GovCloud and the sovereign clouds are other partitions, with other names for nearly everything. */
export const awsRegion = /^(?!cn-|us-gov-|us-iso|eu-isoe|eusc-)[a-z]{2}-[a-z]+-[0-9]$/;

const zoneId = z
  .string()
  .regex(/^[a-z]{2,4}[a-z0-9]*-az[0-9]+$/, "must be the id of a zone such as euw1-az1, not its name such as eu-west-1a")
  .meta({ description: "Id of a zone: the same place in every account, unlike its name." });

const region = z
  .string()
  // China, GovCloud and the sovereign clouds are other partitions, with other names for nearly everything.
  .regex(
    /^(?!cn-|us-gov-|us-iso|eu-isoe|eusc-)[a-z]{2}-[a-z]+-[0-9]$/,
    "must be a region such as eu-west-1, without a zone's letter and not of China, GovCloud or a sovereign cloud",
  );

/** The `cloud:` block of an environment on AWS. */
export const awsSettings = z.strictObject({
  name: z.literal("aws"),
  // https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-identifiers.html
  account: z
    .string('must be text: quote the number, e.g. "123456789012"')
    .regex(/^[0-9]{12}$/, "must be an account's id of 12 digits, without dashes")
    .meta({ description: "Id of the account that holds everything. `up` refuses to run in any other." }),
  regions: z.strictObject({
    primary: region.meta({ description: "Region of the cluster and of all data." }),
    secondary: region.optional().meta({ description: "Region of the copies that are wished for. - behaviour: none." }),
  }),
  zones: z
    .tuple([zoneId, zoneId, zoneId])
    .refine((zones) => new Set(zones).size === zones.length, "must be three different zones")
    .optional()
    .meta({
      description:
        "Ids of the three zones to spread over, e.g. [euw1-az1, euw1-az2, euw1-az3]. - behaviour: those that Landbridge knows of the region.",
    }),
  deployers: z
    .array(
      z
        .string()
        .max(2048)
        // EKS takes roles and users, not sessions (sts) and not the root user.
        .regex(
          /^arn:aws:iam::[0-9]{12}:(role|user)\/[\w+=,.@/-]+$/,
          "must be the ARN of an IAM role or user, such as arn:aws:iam::123456789012:role/deployer",
        ),
    )
    .min(1)
    .max(20)
    .refine((arns) => new Set(arns).size === arns.length, "must not name anyone twice")
    .meta({
      description:
        "Roles or users that administer the cluster: whoever runs `up` must be among them. Nobody else is, not even who made it. 1 to 20.",
    }),
});

/** The settings after validation. */
export type AwsSettings = z.infer<typeof awsSettings>;
