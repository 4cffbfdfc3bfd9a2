import { goodReplicationGroup } from "../aws-store-fixture.ts";
import { goodManagedRedis } from "../azure-fixture.ts";
import { fixturesOf, type RuleFixtures } from "../fixture.ts";
import { cacheHasACustomerKey } from "./cache-has-a-customer-key.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    cacheHasACustomerKey,
    "AWS",
    [goodReplicationGroup],
    [
      { path: "atRestEncryptionEnabled", absent: "violated", bad: [false, "true"] },
      { path: "kmsKeyId", absent: "violated", bad: ["alias/aws/elasticache"] },
    ],
    { holds: { "another cache": [{ ...goodReplicationGroup, name: "other" }] } },
  ),
  fixturesOf(
    cacheHasACustomerKey,
    "Azure",
    [goodManagedRedis],
    [{ path: "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl", absent: "violated", bad: ["example-key"] }],
    { holds: { "another cache": [{ ...goodManagedRedis, name: "other" }] } },
  ),
];
