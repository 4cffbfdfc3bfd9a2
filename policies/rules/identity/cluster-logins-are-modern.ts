import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Nobody logs in to the cluster with a certificate or by attributes. */
export const clusterLoginsAreModern: ResourceRule = {
  id: "PK-IAM-014",
  name: "cluster-logins-are-modern",
  says: "Nobody logs in to the cluster with a certificate or by attributes.",
  why: "A client certificate can't be revoked, and attribute-based access ignores RBAC.",
  fix: {
    gcp: "Leave `enableLegacyAbac` and `masterAuth.clientCertificateConfig.issueClientCertificate` at false.",
    aws: "Set `accessConfig.authenticationMode: API`.",
    azure: "Set `disableLocalAccounts: true` and `aadProfile.managed: true`.",
  },
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.8.1", "CIS-GKE 5.8.3", "IA-2"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/setting-up-access-entries.html",
    azure: "https://learn.microsoft.com/azure/aks/manage-local-accounts-managed-azure-ad",
  },
  ...judgedByType({
    "gcp:container/cluster:Cluster": judgeGke,
    "aws:eks/cluster:Cluster": judgeEks,
    [aksClusterType]: judgeAks,
  }),
};

function judgeGke(resource: PlannedResource): Judgement {
  return judged(
    [
      at(inputsOf(resource), "enableLegacyAbac"),
      // False is the default of both: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
      at(inputsOf(resource), "masterAuth", "clientCertificateConfig", "issueClientCertificate"),
    ].flatMap((place) => expectValue(place, "false or left out", (value) => value === false, "holds")),
    "only tokens open the cluster",
  );
}

/** A ConfigMap in the cluster is what the other modes read: whoever may write it is an administrator. */
function judgeEks(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "accessConfig", "authenticationMode"), "API", (value) => value === "API"),
    "only access entries open the cluster",
  );
}

/** A local account is a client certificate of an administrator's. */
function judgeAks(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      ...expectValue(at(inputs, "disableLocalAccounts"), "true", (value) => value === true),
      ...expectValue(at(inputs, "aadProfile", "managed"), "true", (value) => value === true),
      // True is the default.
      ...expectValue(at(inputs, "enableRBAC"), "true", (value) => value === true, "holds"),
    ],
    "only Microsoft Entra opens the cluster",
  );
}
