import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType, type JudgeOne } from "../../by-type.ts";
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
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html",
    azure: "https://learn.microsoft.com/azure/aks/api-server-authorized-ip-ranges",
  },
  ...judgedByType({
    "gcp:container/cluster:Cluster": judgeBy(judgeGke),
    "aws:eks/cluster:Cluster": judgeBy(judgeEks),
    [aksClusterType]: judgeBy(judgeAks),
  }),
};

function judgeBy(expect: (inputs: Place) => readonly Finding[]): JudgeOne {
  return (resource: PlannedResource) =>
    judged(expect(inputsOf(resource)), "the API server is private, or open to named blocks");
}

function judgeGke(inputs: Place): readonly Finding[] {
  const address = at(inputs, "controlPlaneEndpointsConfig", "ipEndpointsConfig", "enabled");
  const endpoint = at(inputs, "privateClusterConfig", "enablePrivateEndpoint");
  if (address.value === false || endpoint.value === true) return [];
  const config = at(inputs, "masterAuthorizedNetworksConfig");
  const { findings, none } = judgeAllowList(at(config, "cidrBlocks"), (item) => at(item, "cidrBlock"));
  const open = none
    ? findings
    : // The default lets other customers of Google in.
      [...findings, ...expectValue(at(config, "gcpPublicCidrsAccessEnabled"), "false", (value) => value === false)];
  return unlessHidden(open, [address, endpoint]);
}

function judgeEks(inputs: Place): readonly Finding[] {
  // True is the default, and 0.0.0.0/0 that of the blocks.
  const endpoint = at(inputs, "vpcConfig", "endpointPublicAccess");
  if (endpoint.value === false) return [];
  return unlessHidden(judgeAllowList(at(inputs, "vpcConfig", "publicAccessCidrs")).findings, [endpoint]);
}

function judgeAks(inputs: Place): readonly Finding[] {
  const profile = at(inputs, "apiServerAccessProfile");
  const isPrivate = at(profile, "enablePrivateCluster");
  if (isPrivate.value === true) return [];
  return unlessHidden(judgeAllowList(at(profile, "authorizedIPRanges")).findings, [isPrivate]);
}

/** What would be wrong with a public endpoint isn't, where there may be none. */
function unlessHidden(open: readonly Finding[], switches: readonly Place[]): readonly Finding[] {
  const hidden = switches.filter(({ value }) => hiddenBecause(value) !== undefined);
  return open.length > 0 && hidden.length > 0 ? hidden.map(undecidedAt) : open;
}

function judgeAllowList(
  list: Place,
  blockOf: (item: Place) => Place = (item) => item,
): { readonly findings: readonly Finding[]; readonly none: boolean } {
  const { items, findings } = itemsOf(list);
  if (items.length === 0 && findings.length === 0)
    return { none: true, findings: [violated(`${list.path} is missing; the API server is open to everybody`)] };
  const blocks = items.flatMap((item) =>
    expectValue(
      blockOf(item),
      "a block of at most 65536 addresses",
      (value) => typeof value === "string" && /^[0-9.]+\/(?:1[6-9]|2\d|3[0-2])$/.test(value),
    ),
  );
  return { none: false, findings: [...findings, ...blocks] };
}
