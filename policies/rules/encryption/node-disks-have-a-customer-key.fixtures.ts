import { unknownMarker } from "../../../plan/planned-resource.ts";
import { goodEc2NodeClass, goodEncryptionByDefault, goodLaunchTemplate, goodNodeGroup } from "../aws-fixture.ts";
import { goodAksCluster, goodDiskEncryptionSet, goodNodeClass } from "../azure-fixture.ts";
import { type RuleFixtures, changedIn, changes, fixturesOf, fromCloud, outputOf } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodeDisksHaveACustomerKey } from "./node-disks-have-a-customer-key.ts";

const good = goodNodePool;

const first: RuleFixtures = {
  rule: nodeDisksHaveACustomerKey,
  holds: {
    "as it should be": [good],
    ...changes([good], {
      "a key that exists": ["nodeConfig.bootDiskKmsKey", "projects/a/locations/b/keyRings/c/cryptoKeys/d"],
    }),
  },
  violated: {
    ...changes([good], {
      "says nothing": ["nodeConfig.bootDiskKmsKey", undefined],
      "is a word": ["nodeConfig.bootDiskKmsKey", "default"],
      "is empty": ["nodeConfig.bootDiskKmsKey", ""],
      "is another service's": ["nodeConfig.bootDiskKmsKey", "projects/a/secrets/b"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["nodeConfig.bootDiskKmsKey", unknownMarker],
      "a text of the cloud": ["nodeConfig.bootDiskKmsKey", fromCloud],
    }),
  },
  guards: [{ path: "nodeConfig.bootDiskKmsKey", absent: "violated", bad: ["default", "", "projects/a/secrets/b"] }],
};

export const fixtures: readonly RuleFixtures[] = [
  first,

  fixturesOf(
    nodeDisksHaveACustomerKey,
    "a launch template",
    [goodLaunchTemplate],
    [
      { path: "blockDeviceMappings", absent: "violated", bad: [[], [{}]] },
      { path: "blockDeviceMappings[0].ebs.encrypted", absent: "violated", bad: ["false", false], good: [true] },
      { path: "blockDeviceMappings[0].ebs.kmsKeyId", absent: "violated", bad: ["alias/aws/ebs"] },
    ],
  ),
  fixturesOf(
    nodeDisksHaveACustomerKey,
    "nodes that Karpenter makes on AWS",
    [goodEc2NodeClass],
    [
      // Karpenter would take AWS's own key.
      { path: "spec.blockDeviceMappings", absent: "violated", bad: [[], [{}]] },
      { path: "spec.blockDeviceMappings[0].ebs.encrypted", absent: "violated", bad: [false, "false"] },
      {
        path: "spec.blockDeviceMappings[0].ebs.kmsKeyID",
        absent: "violated",
        bad: ["alias/aws/ebs"],
        good: ["arn:aws:kms:eu-west-1:111122223333:key/11111111-2222-3333-4444-555555555555"],
      },
    ],
  ),
  fixturesOf(
    nodeDisksHaveACustomerKey,
    "an EKS node group",
    [goodNodeGroup, goodLaunchTemplate],
    [{ path: "launchTemplate", absent: "violated", bad: [{}] }],
    {
      holds: {
        "by the template's name": changedIn(
          [goodNodeGroup, goodLaunchTemplate],
          ["launchTemplate", { name: outputOf(goodLaunchTemplate.type, "name", "template") }],
        ),
      },
      undecided: {
        "a template that exists already": changedIn([goodNodeGroup], ["launchTemplate", { id: "lt-0123456789" }]),
      },
    },
  ),
  fixturesOf(
    nodeDisksHaveACustomerKey,
    "AKS",
    [goodAksCluster, goodDiskEncryptionSet],
    [
      { path: "diskEncryptionSetID", absent: "violated", bad: ["disks"] },
      { path: "activeKey.keyUrl", of: "disks", absent: "violated", bad: ["example-key"] },
    ],
    {
      holds: {
        "a set that exists already": changedIn(
          [goodAksCluster],
          [
            "diskEncryptionSetID",
            "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/diskEncryptionSets/disks",
          ],
        ),
      },
    },
  ),
  fixturesOf(
    nodeDisksHaveACustomerKey,
    "volumes of an account on AWS",
    [goodEncryptionByDefault],
    [{ path: "enabled", absent: "holds", bad: [false, "true"] }],
    { holds: { "another one": [{ ...goodEncryptionByDefault, name: "other" }] } },
  ),
  fixturesOf(
    nodeDisksHaveACustomerKey,
    "nodes that AKS adds",
    [goodNodeClass],
    [{ path: "spec.security.encryptionAtHost", absent: "violated", bad: [false, "true"] }],
    { holds: { "another class": [{ ...goodNodeClass, name: "other" }] } },
  ),
];
