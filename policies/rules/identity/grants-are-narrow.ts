import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

const grantTypes = [
  "gcp:folder/iAMBinding:IAMBinding",
  "gcp:folder/iAMMember:IAMMember",
  "gcp:organizations/iAMBinding:IAMBinding",
  "gcp:organizations/iAMMember:IAMMember",
  "gcp:projects/iAMBinding:IAMBinding",
  "gcp:projects/iAMMember:IAMMember",
];

/** Nobody is granted a basic or administrative role on a project. */
export const grantsAreNarrow: ResourceRule = {
  id: "PK-IAM-001",
  name: "grants-are-narrow",
  says: "Nobody is granted a basic or administrative role on a project.",
  why: "Owner and Editor hold thousands of permissions; who gets the account gets the project.",
  fix: "Grant a role for the one service on the one resource.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 1.5", "CC6.3", "AC-6"],
  source: "https://cloud.google.com/iam/docs/roles-overview#basic",
  appliesTo: grantTypes,
  judge: (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), "role"),
        "a role for one service that doesn't administer it",
        (value) => typeof value === "string" && !isWide(value),
      ),
      "the role is narrow",
    ),
};

/** Roles that can give themselves any other. https://cloud.google.com/iam/docs/best-practices-for-privilege-escalation */
const escalating = [
  "roles/iam.serviceAccountKeyAdmin",
  "roles/iam.serviceAccountTokenCreator",
  "roles/iam.serviceAccountUser",
  "roles/iam.workloadIdentityUser",
];

function isWide(role: string): boolean {
  if (!/^(?:roles|projects\/[^/]+\/roles|organizations\/[^/]+\/roles)\/./.test(role)) return true;
  if (/^roles\/(?:owner|editor|viewer|writer|reader|admin)$/.test(role)) return true;
  return escalating.includes(role) || /admin$/i.test(role);
}
