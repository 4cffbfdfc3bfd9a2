import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { grantsAreNarrow } from "./grants-are-narrow.ts";

const good = planned("gcp:projects/iAMMember:IAMMember", {
  role: "roles/artifactregistry.reader",
  member: "user:a@example.com",
});

export const fixtures: RuleFixtures = {
  rule: grantsAreNarrow,
  holds: {
    "as it should be": [good],
    ...changes([good], { "a role of the project's own": ["role", "projects/example/roles/reader"] }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["role", undefined],
      "is owner": ["role", "roles/owner"],
      "is editor": ["role", "roles/editor"],
      "administers a service": ["role", "roles/container.admin"],
      "may act as any account": ["role", "roles/iam.serviceAccountTokenCreator"],
      "is no role": ["role", "owner"],
    }),
    "a binding of an organisation": [planned("gcp:organizations/iAMBinding:IAMBinding", { role: "roles/owner" })],
  },
  undecided: {
    ...changes([good], { "only the cloud knows": ["role", unknownMarker], "a text of the cloud": ["role", fromCloud] }),
  },
  guards: [
    {
      path: "role",
      absent: "violated",
      bad: ["roles/owner", "roles/editor", "roles/container.admin", "roles/iam.serviceAccountTokenCreator", "owner"],
    },
  ],
};
