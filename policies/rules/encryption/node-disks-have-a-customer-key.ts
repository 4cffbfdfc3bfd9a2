import { expectKey } from "../../key-reference.ts";
import { at, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Boot disks of nodes are encrypted with a customer key. */
export const nodeDisksHaveACustomerKey: ResourceRule = {
  id: "PK-ENC-001",
  name: "node-disks-have-a-customer-key",
  says: "Boot disks of nodes are encrypted with a customer key.",
  why: "Images, logs and scratch data lie on them; with a key of one's own they can be made unreadable at once.",
  fix: "Set `nodeConfig.bootDiskKmsKey`.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GKE 5.9.1", "SC-28(1)", "GDPR 32"],
  source: "https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek",
  appliesTo: ["gcp:container/nodePool:NodePool"],
  judge: (resource) =>
    judged(expectKey(at(inputsOf(resource), "nodeConfig", "bootDiskKmsKey")), "disks have a customer key"),
};
