import {
  at,
  expectValue,
  hiddenBecause,
  inputsOf,
  itemsOf,
  judged,
  undecidedAt,
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
  const address = at(inputs, "controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled");
  const endpoint = at(inputs, "privateClusterConfig", "enablePrivateEndpoint");
  if (address.value === false || endpoint.value === true) return [];
  const open = judgeAllowList(at(inputs, "masterAuthorizedNetworksConfig"));
  const hidden = [address, endpoint].filter(({ value }) => hiddenBecause(value) !== undefined);
  return open.length > 0 && hidden.length > 0 ? hidden.map(undecidedAt) : open;
}

function judgeAllowList(config: Place): Finding[] {
  const { items, findings } = itemsOf(at(config, "cidrBlocks"));
  if (items.length === 0 && findings.length === 0)
    return [violated(`${config.path}.cidrBlocks is missing; the API server is open to everybody`)];
  return [
    ...findings,
    ...items.flatMap((block) =>
      expectValue(
        at(block, "cidrBlock"),
        "a block of at most 65536 addresses",
        (value) => typeof value === "string" && /^[0-9.]+\/(?:1[6-9]|2\d|3[0-2])$/.test(value),
      ),
    ),
    // The default lets other customers of Google in.
    ...expectValue(at(config, "gcpPublicCidrsAccessEnabled"), "false", (value) => value === false),
  ];
}
