import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodNodePool } from "../gcp-fixture.ts";
import { nodeDisksHaveACustomerKey } from "./node-disks-have-a-customer-key.ts";

const good = goodNodePool;

export const fixtures: RuleFixtures = {
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
