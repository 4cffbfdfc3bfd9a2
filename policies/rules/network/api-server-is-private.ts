import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** The API server has no address that everybody can reach. */
export const apiServerIsPrivate: ResourceRule = {
  id: "PK-NET-004",
  name: "api-server-is-private",
  says: "The API server has no address that everybody can reach.",
  why: "Whoever reaches the API server can try stolen tokens and its next flaw.",
  fix: "Set `cluster.access` to cloud-endpoint, private-runner or an allow-list.",
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.6.3", "CIS-GKE 5.6.4", "SC-7"],
  source: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
  appliesTo: ["gcp:container/cluster:Cluster"],
  judge: (resource) => judged(judgeEndpoint(inputsOf(resource)), "the API server is private, or open to named blocks"),
};

function judgeEndpoint(inputs: Place): Finding[] {
  if (at(inputs, "controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled").value === false) return [];
  const endpoint = at(inputs, "privateClusterConfig", "enablePrivateEndpoint");
  if (endpoint.value === true) return [];
  const config = at(inputs, "masterAuthorizedNetworksConfig");
  const { items, findings } = itemsOf(at(config, "cidrBlocks"));
  const wide = items.flatMap((block) =>
    expectValue(
      at(block, "cidrBlock"),
      "a block of at most 65536 addresses",
      (value) => typeof value === "string" && /^[0-9.]+\/(?:1[6-9]|2\d|3[0-2])$/.test(value),
    ),
  );
  const google = expectValue(
    at(config, "gcpPublicCidrsAccessEnabled"),
    "false",
    (value) => value === false,
    // Other customers of Google would be let in; the default is to let them.
    "violated",
  );
  if (isAbsent(config) || (items.length === 0 && findings.length === 0))
    return [
      ...expectValue(endpoint, "true, or the endpoint open to named blocks only", () => false, "holds"),
      violated("masterAuthorizedNetworksConfig.cidrBlocks is missing; the API server is open to everybody"),
    ];
  return [...findings, ...wide, ...google];
}
