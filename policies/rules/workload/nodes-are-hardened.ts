import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { agentPoolsOf, agentPoolType, aksClusterType } from "../../facts/agent-pools.ts";
import { judgedByType } from "../../by-type.ts";
import { aksNodeClassType, ec2NodeClassType } from "../../facts/node-groups.ts";
import { at, expectValue, inputsOf, itemsOf, judged, violated } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Nodes boot signed software, heal and update themselves. */
export const nodesAreHardened: ResourceRule = {
  id: "PK-WKL-025",
  name: "nodes-are-hardened",
  says: "Nodes boot signed software, heal and update themselves.",
  why: "A changed boot chain survives every reinstall of what runs above it; an old node keeps old holes.",
  fix: {
    gcp: "Set `shieldedInstanceConfig.enableSecureBoot`, `management.autoRepair` and `management.autoUpgrade` to true.",
    aws: "Set `amiType` to one of Bottlerocket or Amazon Linux 2023, and `nodeRepairConfig.enabled: true`; `amiSelectorTerms: [{ alias: al2023@latest }]` in node classes.",
    azure:
      "Set `securityProfile.enableSecureBoot` and `enableVTPM` of pools to true, `security.trustedLaunch.secureBoot` and `vtpm` of node classes, and `autoUpgradeProfile.nodeOSUpgradeChannel: NodeImage`.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.5.1", "SI-2"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/hardening-your-cluster",
    aws: "https://docs.aws.amazon.com/eks/latest/userguide/node-health.html",
    azure: "https://learn.microsoft.com/azure/aks/use-trusted-launch",
  },
  ...judgedByType({
    "gcp:container/nodePool:NodePool": judgeGke,
    "aws:eks/nodeGroup:NodeGroup": judgeEks,
    [aksClusterType]: judgeAks,
    [agentPoolType]: judgeAks,
    [aksNodeClassType]: judgeAksClass,
    [ec2NodeClassType]: judgeEc2Class,
  }),
};

function judgeGke(resource: PlannedResource): Judgement {
  return judged(
    [
      ["nodeConfig", "shieldedInstanceConfig", "enableSecureBoot"],
      ["management", "autoRepair"],
      ["management", "autoUpgrade"],
    ].flatMap((keys) => expectValue(at(inputsOf(resource), ...keys), "true", (value) => value === true)),
    "nodes are hardened",
  );
}

/** Updates of a managed group are rolled out by its `version` and its image's; it repairs its nodes where it is told to. */
function judgeEks(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  return judged(
    [
      // The older Amazon Linux 2 isn't mended any more.
      ...expectValue(
        at(inputs, "amiType"),
        "BOTTLEROCKET_… or AL2023_…",
        (value) => typeof value === "string" && /^(?:BOTTLEROCKET|AL2023)_/.test(value),
      ),
      ...expectValue(at(inputs, "nodeRepairConfig", "enabled"), "true", (value) => value === true),
    ],
    "nodes are hardened",
  );
}

function judgeAks(resource: PlannedResource): Judgement {
  const { items, findings } = agentPoolsOf(resource);
  const boot = items.flatMap((pool) =>
    ["enableSecureBoot", "enableVTPM"].flatMap((key) =>
      expectValue(at(pool, "securityProfile", key), "true", (value) => value === true),
    ),
  );
  const updates =
    resource.type === aksClusterType
      ? // NodeImage is the default.
        expectValue(
          at(inputsOf(resource), "autoUpgradeProfile", "nodeOSUpgradeChannel"),
          "NodeImage or SecurityPatch",
          (value) => value === "NodeImage" || value === "SecurityPatch",
          "holds",
        )
      : [];
  return judged([...findings, ...boot, ...updates], "nodes are hardened");
}

/**
 * Karpenter replaces nodes whose image isn't the one that is named; by the newest's name they are never old.
 * https://karpenter.sh/docs/concepts/nodeclasses/#specamiselectorterms
 */
function judgeEc2Class(nodeClass: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(nodeClass), "spec", "amiSelectorTerms"));
  const terms = items.flatMap((term) =>
    expectValue(
      at(term, "alias"),
      "al2023@latest or bottlerocket@latest",
      (value) => value === "al2023@latest" || value === "bottlerocket@latest",
    ),
  );
  const none = items.length + findings.length === 0 ? [violated("spec.amiSelectorTerms is missing")] : [];
  return judged([...none, ...findings, ...terms], "nodes are hardened");
}

/** Where AKS makes nodes of its own choice it brings their images too, in the cluster's window. */
function judgeAksClass(resource: PlannedResource): Judgement {
  const launch = at(inputsOf(resource), "spec", "security", "trustedLaunch");
  const boot = ["secureBoot", "vtpm"].flatMap((key) => expectValue(at(launch, key), "true", (value) => value === true));
  return judged(boot, "nodes are hardened");
}
