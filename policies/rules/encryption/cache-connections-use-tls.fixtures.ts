import { goodReplicationGroup } from "../aws-store-fixture.ts";
import { goodManagedRedis } from "../azure-fixture.ts";
import { fixturesOf, planned, type RuleFixtures } from "../fixture.ts";
import { cacheConnectionsUseTls } from "./cache-connections-use-tls.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    cacheConnectionsUseTls,
    "AWS",
    [goodReplicationGroup],
    [
      { path: "transitEncryptionEnabled", absent: "violated", bad: [false, "true"] },
      { path: "transitEncryptionMode", absent: "holds", bad: ["preferred"] },
      { path: "userGroupIds", absent: "violated", bad: [], hidden: "holds" },
    ],
  ),
  fixturesOf(
    cacheConnectionsUseTls,
    "Azure",
    [goodManagedRedis],
    [{ path: "minimumTlsVersion", absent: "holds", bad: ["1.0", "1.1"], good: ["1.3"] }],
  ),
  fixturesOf(
    cacheConnectionsUseTls,
    "a database on Azure",
    [planned("azure-native:redisenterprise:Database", { clientProtocol: "Encrypted" })],
    [{ path: "clientProtocol", absent: "holds", bad: ["Plaintext", true] }],
  ),
];
