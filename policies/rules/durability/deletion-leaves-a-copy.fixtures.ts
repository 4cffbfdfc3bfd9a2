import { goodS3Bucket } from "../aws-fixture.ts";
import { goodRdsCluster, goodRdsInstance } from "../aws-store-fixture.ts";
import { changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { deletionLeavesACopy } from "./deletion-leaves-a-copy.ts";

export const fixtures: readonly RuleFixtures[] = [
  ...[goodRdsInstance, goodRdsCluster].map((database) =>
    fixturesOf(
      deletionLeavesACopy,
      database.type,
      changedIn([database], ["finalSnapshotIdentifier", "orders-final"]),
      [
        { path: "skipFinalSnapshot", absent: "holds", bad: [true, "false"] },
        { path: "finalSnapshotIdentifier", absent: "violated", bad: [], hidden: "holds" },
      ],
      { notApplicable: { "a replica": changedIn([database], ["replicateSourceDb", "orders"]) } },
    ),
  ),
  fixturesOf(
    deletionLeavesACopy,
    "S3",
    [goodS3Bucket],
    [{ path: "forceDestroy", absent: "holds", bad: [true, "false"] }],
  ),
];
