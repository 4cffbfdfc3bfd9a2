import { isObject } from "../../../plan/planned-resource.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** No role has wildcards, reads all secrets, or can give itself more. */
export const rolesAreNarrow: ResourceRule = {
  id: "PK-IAM-011",
  name: "roles-are-narrow",
  says: "No role has wildcards, reads all secrets, or can give itself more.",
  why: "Who may bind, escalate or impersonate, or start shells in pods, has every right there is.",
  fix: "Name resources and verbs; grant access to a secret by `resourceNames` in its namespace.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-K8s 5.1.2", "CIS-K8s 5.1.3", "CIS-K8s 5.1.4", "CIS-K8s 5.1.8", "AC-6"],
  source: "https://kubernetes.io/docs/concepts/security/rbac-good-practices/",
  appliesTo: ["kubernetes:rbac.authorization.k8s.io/v1:ClusterRole", "kubernetes:rbac.authorization.k8s.io/v1:Role"],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    const { items, findings } = itemsOf(at(inputs, "rules"));
    return judged([...findings, ...items.flatMap(judgeGrant)], "the role is narrow");
  },
};

const escalatingVerbs = ["bind", "escalate", "impersonate"];
const shells = ["pods/exec", "pods/attach", "nodes/proxy"];

function judgeGrant(grant: Place): Finding[] {
  const wrongForm = expectValue(grant, "a map", (value) => isObject(value));
  if (wrongForm.length > 0) return wrongForm;
  const [verbs, resources, urls] = ["verbs", "resources", "nonResourceURLs"].map((key) => itemsOf(at(grant, key)));
  const lists = [verbs, resources, urls];
  const plain = lists.flatMap((list) =>
    (list?.items ?? []).flatMap((item) =>
      expectValue(item, "a name, not a wildcard", (value) => typeof value === "string" && !value.includes("*")),
    ),
  );
  const doing = (verbs?.items ?? []).flatMap((item) => textAt(item) ?? []);
  const touching = (resources?.items ?? []).flatMap((item) => textAt(item) ?? []);
  return [
    ...lists.flatMap((list) => list?.findings ?? []),
    ...plain,
    ...doing
      .filter((verb) => escalatingVerbs.includes(verb))
      .map((verb) => violated(`${grant.path} grants ${verb}, hence any right`)),
    ...touching
      .filter((kind) => shells.includes(kind))
      .map((kind) => violated(`${grant.path} grants ${kind}, hence whatever a pod may do`)),
    ...(touching.includes("secrets") && doing.some((verb) => ["get", "list", "watch"].includes(verb))
      ? namedSecrets(grant)
      : []),
  ];
}

function namedSecrets(grant: Place): Finding[] {
  const names = at(grant, "resourceNames");
  return isAbsent(names)
    ? [violated(`${grant.path} reads all secrets; resourceNames must name them`)]
    : expectValue(names, "a list of secrets", (value) => Array.isArray(value) && value.length > 0);
}
