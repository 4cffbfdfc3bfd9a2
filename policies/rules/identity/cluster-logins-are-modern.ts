import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Nobody logs in to the cluster with a certificate or by attributes. */
export const clusterLoginsAreModern: ResourceRule = {
  id: "PK-IAM-014",
  name: "cluster-logins-are-modern",
  says: "Nobody logs in to the cluster with a certificate or by attributes.",
  why: "A client certificate can't be revoked, and attribute-based access ignores RBAC.",
  fix: "Leave `enableLegacyAbac` and `masterAuth.clientCertificateConfig.issueClientCertificate` at false.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.8.1", "CIS-GKE 5.8.3", "IA-2"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
  appliesTo: ["gcp:container/cluster:Cluster"],
  judge: (resource) =>
    judged(
      [
        at(inputsOf(resource), "enableLegacyAbac"),
        // False is the default of both: https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster
        at(inputsOf(resource), "masterAuth", "clientCertificateConfig", "issueClientCertificate"),
      ].flatMap((place) => expectValue(place, "false or left out", (value) => value === false, "holds")),
      "only tokens open the cluster",
    ),
};
