import { z } from "zod";

const issuer = <I extends string>(name: I) =>
  z.literal(name).meta({ description: "Who runs the pipelines: github is github.com, gitlab is gitlab.com." });

const branch = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9](?:[A-Za-z0-9._/-]*[A-Za-z0-9])?$/, "must be a branch's name without refs/heads/")
  .default("main")
  .meta({ description: "Branch from which `up` runs." });

const deployment = z
  .string()
  .max(100)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*$/, "must be letters, digits, '.', '_' and '-'")
  .meta({
    description:
      "Deployment environment that a job has to name to run `up`: the place for its reviewers and branches. - behaviour: needed, since without it any job of the branch could.",
    examples: ["production"],
  });

const id = z
  .string('must be text: quote the number, e.g. "123456"')
  .regex(/^[1-9][0-9]{0,18}$/, "must be a number in digits");

/** Whose jobs may preview and bring up. */
const ci = z.discriminatedUnion("issuer", [
  z.strictObject({
    issuer: issuer("github"),
    repository: z
      .string()
      .max(140)
      .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, "must be OWNER/REPOSITORY")
      .meta({ description: "Repository whose workflows are trusted.", examples: ["bitvelocity/platform"] }),
    ids: z
      .strictObject({
        owner: id.meta({ description: "Number of the owner." }),
        repository: id.meta({ description: "Number of the repository." }),
      })
      .optional()
      .meta({
        description:
          "Numbers that GitHub puts into the tokens of repositories made since July 2026, and of those that asked for it: `gh api repos/OWNER/REPOSITORY/actions/oidc/customization/sub` shows them. - behaviour: names alone.",
      }),
    branch,
    environment: deployment,
  }),
  z.strictObject({
    issuer: issuer("gitlab"),
    repository: z
      .string()
      .max(140)
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]*(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/, "must be GROUP/PROJECT")
      .meta({ description: "Project whose pipelines are trusted.", examples: ["bitvelocity/platform"] }),
    branch,
    environment: deployment,
  }),
]);

/** What an account needs before the platform can be brought up in it. Made by a stack of its own, by hand, once. */
export const bootstrap = z
  .strictObject({
    stateRegion: z
      .string()
      .max(40)
      .regex(/^[a-z][a-z0-9-]*$/, "must be a region of the cloud, in its own words")
      .meta({
        description:
          "Region of Pulumi's state and of the key that encrypts its secrets: another one than the platform's, so that both are never lost together.",
      }),
    keepVersionDays: z.int().min(7).max(365).default(90).meta({
      description: "Days for which an earlier version of a state is kept after it was replaced. 7 to 365.",
    }),
    ci: ci.optional().meta({ description: "Pipelines that may preview and bring up. - behaviour: people alone." }),
  })
  .optional()
  .meta({
    description:
      "The account's own stack `<environment>.bootstrap`: a bucket for state, a key for its secrets and trust in CI. In one environment of each account. - behaviour: none; state is kept elsewhere.",
  });

export type BootstrapWish = NonNullable<z.infer<typeof bootstrap>>;
export type CiWish = NonNullable<BootstrapWish["ci"]>;
