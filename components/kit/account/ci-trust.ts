import type { CiWish } from "../../../environments/schema/stores/bootstrap.ts";

/** What a job of a pipeline is for: `preview` reads, `up` changes. */
export type CiPurpose = "preview" | "up";

/** The purposes, in the order in which one meets them. */
export const ciPurposes: readonly CiPurpose[] = ["preview", "up"];

/** Claims of a token by name. All of them have to be as given. */
export type Claims = Readonly<Record<string, string>>;

/** Whose tokens are trusted, and for what. */
export interface CiTrust {
  readonly issuer: CiWish["issuer"];
  /** As the claim `iss` has it. */
  readonly issuerUrl: string;
  /** For each purpose: a token has to have all claims of one of these. No token has those of both purposes. */
  readonly claims: Readonly<Record<CiPurpose, readonly Claims[]>>;
}

/**
 * Whose jobs may preview and who may bring up: pull requests and the branch preview; only a job that runs on the branch and
 * names the deployment environment brings up. Forks get no token from GitHub, and one of another project from GitLab.
 * https://docs.github.com/en/actions/reference/security/oidc
 * https://docs.gitlab.com/ci/secrets/id_token_authentication/#token-payload
 */
export function decideCiTrust(ci: CiWish): CiTrust {
  switch (ci.issuer) {
    case "github": {
      const subject = githubSubject(ci);
      const ref = `refs/heads/${ci.branch}`;
      return {
        issuer: ci.issuer,
        issuerUrl: "https://token.actions.githubusercontent.com",
        claims: {
          preview: [{ sub: `${subject}:pull_request` }, { sub: `${subject}:ref:${ref}` }],
          // A job that names an environment has it in its subject, in the place of the branch.
          up: [{ sub: `${subject}:environment:${ci.environment}`, ref }],
        },
      };
    }
    case "gitlab": {
      const project = { project_path: ci.repository };
      return {
        issuer: ci.issuer,
        issuerUrl: "https://gitlab.com",
        claims: {
          preview: [{ ...project, pipeline_source: "merge_request_event" }],
          up: [
            { ...project, ref_type: "branch", ref: ci.branch, environment: ci.environment, pipeline_source: "push" },
          ],
        },
      };
    }
    default:
      return ci satisfies never;
  }
}

/** https://docs.github.com/en/actions/reference/security/oidc#immutable-subject-claims */
export function githubSubject({ repository, ids }: Extract<CiWish, { issuer: "github" }>): string {
  if (ids === undefined) return `repo:${repository}`;
  const [owner = "", name = ""] = repository.split("/");
  return `repo:${owner}@${ids.owner}/${name}@${ids.repository}`;
}
