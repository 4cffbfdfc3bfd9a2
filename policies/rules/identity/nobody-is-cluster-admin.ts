import { at, expectValue, inputsOf, itemsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nobody is bound to cluster-admin, and nothing is granted to everybody. */
export const nobodyIsClusterAdmin: ResourceRule = {
  id: "PK-IAM-012",
  name: "nobody-is-cluster-admin",
  says: "Nobody is bound to cluster-admin, and nothing is granted to everybody.",
  why: "cluster-admin is root on every node; system:unauthenticated is the Internet.",
  fix: "Bind a role that names what is needed to a named account.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-K8s 5.1.1", "CIS-K8s 5.1.7", "CC6.2"],
  source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  appliesTo: [
    "kubernetes:rbac.authorization.k8s.io/v1:ClusterRoleBinding",
    "kubernetes:rbac.authorization.k8s.io/v1:RoleBinding",
  ],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    const { items, findings } = itemsOf(at(inputs, "subjects"));
    return judged(
      [
        ...expectValue(
          at(inputs, "roleRef", "name"),
          "a role other than cluster-admin",
          (value) => typeof value === "string" && value !== "" && value !== "cluster-admin",
        ),
        ...findings,
        ...items.flatMap((subject) =>
          expectValue(
            at(subject, "name"),
            "a named account or group",
            (value) => typeof value === "string" && value !== "" && !everybody.includes(value),
          ),
        ),
      ],
      "the binding is narrow",
    );
  },
};

const everybody = [
  "system:masters",
  "system:anonymous",
  "system:unauthenticated",
  "system:authenticated",
  "system:serviceaccounts",
];
