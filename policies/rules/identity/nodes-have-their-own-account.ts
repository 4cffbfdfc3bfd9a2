import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { placeholdersIn } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { ec2NodeClassType } from "../../facts/node-groups.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  isAbsent,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";
import { sourceOf } from "../../stack.ts";

/** Nodes run as an account of their own, never the project's default one. */
export const nodesHaveTheirOwnAccount: ResourceRule = {
  id: "PK-IAM-006",
  name: "nodes-have-their-own-account",
  says: "Nodes run as an account of their own, never the project's default one.",
  why: "The default account of Compute Engine may edit the whole project.",
  fix: {
    gcp: "Make a service account for the nodes and set `nodeConfig.serviceAccount`.",
    aws: "Make a role for the nodes and set `nodeRoleArn`, or `instanceProfile` of node classes.",
    azure: "Set `identity.type: UserAssigned` and leave out `servicePrincipalProfile`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.2.1", "AC-6"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/service-accounts",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/create-node-role.html",
    azure: "https://learn.microsoft.com/azure/aks/use-managed-identity",
  },
  ...judgedByType({
    "gcp:container/nodePool:NodePool": (resource) =>
      judged(ownAccount(at(inputsOf(resource), "nodeConfig", "serviceAccount")), "nodes have an account of their own"),
    "aws:eks/nodeGroup:NodeGroup": judgeEks,
    [aksClusterType]: judgeAks,
    [ec2NodeClassType]: judgeEc2Class,
  }),
};

function ownAccount(place: Place): Finding[] {
  if (typeof place.value === "string" && place.misplaced !== true) {
    const [source, ...others] = placeholdersIn(place.value);
    // An account that the plan makes is never the default one, whatever its address will be.
    if (others.length === 0 && source?.urn.split("::")[2]?.endsWith("gcp:serviceaccount/account:Account") === true)
      return [];
  }
  return expectValue(
    place,
    "an account other than the default one",
    (value) =>
      typeof value === "string" && value.includes("@") && !/-compute@developer\.gserviceaccount\.com$/.test(value),
  );
}

function judgeEks(resource: PlannedResource): Judgement {
  const role = at(inputsOf(resource), "nodeRoleArn");
  if (sourceOf(resource, role, ["aws:iam/role:Role"]) !== undefined)
    return judged([], "nodes have a role of their own");
  return judged(
    expectValue(
      role,
      "a role's ARN",
      (value) => typeof value === "string" && /^arn:aws[\w-]*:iam::\d{12}:role\/./.test(value),
    ),
    "nodes have a role of their own",
  );
}

/** The role of a profile, or one that Karpenter makes a profile for. Of a machine there is no default one. */
function judgeEc2Class(nodeClass: PlannedResource): Judgement {
  const spec = at(inputsOf(nodeClass), "spec");
  const role = at(spec, "role");
  return judged(
    expectNamed(isAbsent(role) ? at(spec, "instanceProfile") : role, "a profile with the nodes' role"),
    "nodes have a role of their own",
  );
}

/** A managed identity has no password; a service principal's is in the cluster, and in the state. */
function judgeAks(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const principal = at(inputs, "servicePrincipalProfile");
  const isManaged = isAbsent(principal) || at(principal, "clientId").value === "msi";
  return judged(
    [
      ...expectValue(
        at(inputs, "identity", "type"),
        "UserAssigned or SystemAssigned",
        (value) => value === "UserAssigned" || value === "SystemAssigned",
      ),
      ...(isManaged ? [] : [violated("servicePrincipalProfile names an account with a password")]),
    ],
    "nodes have an identity of their own",
  );
}
