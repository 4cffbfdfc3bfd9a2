import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { nobodyIsClusterAdmin } from "./nobody-is-cluster-admin.ts";

const good = planned("kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding", {
  roleRef: { kind: "ClusterRole", name: "reader" },
  subjects: [{ kind: "ServiceAccount", name: "order", namespace: "commerce" }],
});

export const fixtures: RuleFixtures = {
  rule: nobodyIsClusterAdmin,
  holds: {
    "a narrow binding": [good],
    "a binding of a role": [planned("kubernetes:rbac.authorization.k8s.io/v1:RoleBinding", good.inputs)],
  },
  violated: changes([good], {
    "binds cluster-admin": ["roleRef.name", "cluster-admin"],
    "binds nothing": ["roleRef", undefined],
    "binds the masters": ["subjects[0].name", "system:masters"],
    "binds everybody": ["subjects[0].name", "system:unauthenticated"],
    "binds cluster-admin to who knows whom": ["roleRef", { name: "cluster-admin", kind: unknownMarker }],
  }),
  undecided: changes([good], {
    "only the cloud knows the role": ["roleRef.name", fromCloud],
    "only the cloud knows who": ["subjects", unknownMarker],
  }),
  guards: [
    { path: "roleRef.name", absent: "violated", bad: ["cluster-admin", ""] },
    {
      path: "subjects[0].name",
      absent: "violated",
      bad: ["system:masters", "system:anonymous", "system:authenticated", "system:serviceaccounts"],
    },
  ],
};
