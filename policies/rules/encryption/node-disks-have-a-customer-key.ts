import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { aksClusterType } from "../../facts/agent-pools.ts";
import { judgedBoth } from "../../by-type.ts";
import { awsKeys, azureKeys, expectKey, gcpKeys } from "../../facts/key-reference.ts";
import { aksNodeClassType, ec2NodeClassType } from "../../facts/node-groups.ts";
import {
  at,
  expectValue,
  inputsOf,
  itemsOf,
  judged,
  undecidedAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type Rule } from "../../rule.ts";
import { sourceOf, type Stack } from "../../stack.ts";

const diskSetType = "azure-native:compute:DiskEncryptionSet";

/** Boot disks of nodes are encrypted with a customer key. */
export const nodeDisksHaveACustomerKey: Rule = {
  id: "PK-ENC-001",
  name: "node-disks-have-a-customer-key",
  says: "Boot disks of nodes are encrypted with a customer key.",
  why: "Images, logs and scratch data lie on them; with a key of one's own they can be made unreadable at once.",
  fix: {
    gcp: "Set `nodeConfig.bootDiskKmsKey`.",
    aws: 'Set `blockDeviceMappings[].ebs: { encrypted: "true", kmsKeyId }` in the launch template of each node group, and `{ encrypted: true, kmsKeyID }` in node classes.',
    azure:
      "Set `diskEncryptionSetID` on the cluster, and the key of the disk encryption set; `security.encryptionAtHost` of node classes.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.9.1", "SC-28(1)", "GDPR 32"],
  source: {
    gcp: "https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek",
    aws: "https://docs.aws.amazon.com/ebs/latest/userguide/ebs-encryption.html",
    azure: "https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys",
  },
  ...judgedBoth(
    {
      "gcp:container/nodePool:NodePool": judgeGke,
      "aws:ebs/defaultKmsKey:DefaultKmsKey": (resource) =>
        judged(expectKey(at(inputsOf(resource), "keyArn"), awsKeys), "disks have a customer key"),
      "aws:ebs/encryptionByDefault:EncryptionByDefault": judgeAccountDefault,
      "aws:ec2/launchTemplate:LaunchTemplate": (template) => judgeMappings(inputsOf(template), "kmsKeyId"),
      [ec2NodeClassType]: (nodeClass) => judgeMappings(at(inputsOf(nodeClass), "spec"), "kmsKeyID"),
      [aksClusterType]: judgeAks,
      [diskSetType]: judgeDiskSet,
      [aksNodeClassType]: judgeAksClass,
    },
    { "aws:eks/nodeGroup:NodeGroup": judgeNodeGroup },
    [],
  ),
};

function judgeGke(resource: PlannedResource): Judgement {
  return judged(
    expectKey(at(inputsOf(resource), "nodeConfig", "bootDiskKmsKey"), gcpKeys),
    "disks have a customer key",
  );
}

/** What controllers make, such as volumes of pods, is encrypted where the account's default says so. */
function judgeAccountDefault(resource: PlannedResource): Judgement {
  const enabled = at(inputsOf(resource), "enabled");
  // True is the provider's default.
  return judged(
    expectValue(enabled, "true", (value) => value === true, "holds"),
    "disks are encrypted by default",
  );
}

/** A launch template writes its switches as texts, a node class as what they are. */
function judgeMappings(nodes: Place, key: string): Judgement {
  const { items, findings } = itemsOf(at(nodes, "blockDeviceMappings"));
  if (items.length === 0 && findings.length === 0)
    return judged([violated("blockDeviceMappings is missing; disks have no customer key")], "");
  const disks = items.flatMap((item): readonly Finding[] => [
    ...expectValue(at(item, "ebs", "encrypted"), "true", (value) => value === "true" || value === true),
    ...expectKey(at(item, "ebs", key), awsKeys),
  ]);
  return judged([...findings, ...disks], "disks have a customer key");
}

/** A group without a template of ours gets AWS's own, whose disks know no customer key. */
function judgeNodeGroup(resource: PlannedResource, stack: Stack): Judgement {
  const template = at(inputsOf(resource), "launchTemplate");
  const references = [at(template, "id"), at(template, "name")];
  const source = references.flatMap((place) => sourceOf(resource, place, templateTypes) ?? []);
  if (source.some((urn) => stack.byUrn(urn) !== undefined)) return judged([], "its template is judged by itself");
  const hidden = references.filter(({ value }) => value !== undefined && value !== null);
  const findings =
    hidden.length > 0 ? hidden.map(undecidedAt) : [violated("launchTemplate is missing; disks have no customer key")];
  return judged(findings, "");
}

const templateTypes = ["aws:ec2/launchTemplate:LaunchTemplate"];

function judgeAks(resource: PlannedResource): Judgement {
  const place = at(inputsOf(resource), "diskEncryptionSetID");
  // Sets of the same plan are judged by themselves; they can't be of another key than a customer's.
  if (sourceOf(resource, place, [diskSetType]) !== undefined) return judged([], "disks have a customer key");
  return judged(
    expectValue(
      place,
      "a disk encryption set's id",
      (value) =>
        typeof value === "string" && /\/providers\/Microsoft\.Compute\/diskEncryptionSets\/[^/]+$/i.test(value),
    ),
    "disks have a customer key",
  );
}

/**
 * Disks of nodes that AKS adds are under the cluster's set, which is judged; what the host keeps of them only with this.
 * https://learn.microsoft.com/azure/aks/enable-host-encryption
 */
function judgeAksClass(resource: PlannedResource): Judgement {
  return judged(
    expectValue(at(inputsOf(resource), "spec", "security", "encryptionAtHost"), "true", (value) => value === true),
    "disks have the cluster's key, also on the host",
  );
}

function judgeDiskSet(resource: PlannedResource): Judgement {
  return judged(expectKey(at(inputsOf(resource), "activeKey", "keyUrl"), azureKeys), "disks have a customer key");
}
