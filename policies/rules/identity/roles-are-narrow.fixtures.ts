import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { rolesAreNarrow } from "./roles-are-narrow.ts";

const good = planned("kubernetes:rbac.authorization.k8s.io/v1:Role", {
  rules: [{ apiGroups: [""], resources: ["configmaps"], verbs: ["get"] }],
});

export const fixtures: RuleFixtures = {
  rule: rolesAreNarrow,
  holds: {
    "reads config maps": [good],
    "grants nothing": [planned("kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", { rules: [] })],
    ...changes([good], {
      "reads one secret": [
        "rules[0]",
        { apiGroups: [""], resources: ["secrets"], resourceNames: ["login"], verbs: ["get"] },
      ],
    }),
  },
  violated: changes([good], {
    "does everything": ["rules[0].verbs", ["*"]],
    "touches everything": ["rules[0].resources", ["*"]],
    "touches all parts of a kind": ["rules[0].resources", ["pods/*"]],
    "gives itself more": ["rules[0].verbs", ["escalate"]],
    "starts shells": ["rules[0].resources", ["pods/exec"]],
    "reads all secrets": ["rules[0].resources", ["secrets"]],
    "reads all secrets by an empty list": ["rules[0]", { resources: ["secrets"], resourceNames: [], verbs: ["get"] }],
    "has rules that are no list": ["rules", "all"],
    "does everything, beside something unknown": ["rules[0].verbs", [unknownMarker, "*"]],
  }),
  undecided: changes([good], {
    "only the cloud knows": ["rules", unknownMarker],
    "only the cloud knows a verb": ["rules[0].verbs", [fromCloud]],
    "only the cloud knows a rule": ["rules[0]", unknownMarker],
  }),
  guards: [
    { path: "rules[0].verbs[0]", absent: "holds", bad: ["*", "bind", "escalate", "impersonate"] },
    { path: "rules[0].resources[0]", absent: "holds", bad: ["*", "pods/exec", "secrets"] },
    { path: "rules[0]", absent: "holds", bad: ["all"] },
  ],
};
