import { goodLogGroup } from "../aws-fixture.ts";
import { type RuleFixtures, fixturesOf, planned } from "../fixture.ts";
import { logsAreKeptForAWhile } from "./logs-are-kept-for-a-while.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    logsAreKeptForAWhile,
    "AWS",
    [goodLogGroup],
    [{ path: "retentionInDays", absent: "violated", bad: [0, 7, 14, "365"], good: [30] }],
  ),
  fixturesOf(
    logsAreKeptForAWhile,
    "Azure",
    [planned("azure-native:operationalinsights:Workspace", { retentionInDays: 90 })],
    [{ path: "retentionInDays", absent: "holds", bad: [7, "90"], good: [30] }],
  ),

  fixturesOf(
    logsAreKeptForAWhile,
    "Google Cloud",
    [planned("gcp:logging/projectBucketConfig:ProjectBucketConfig", { retentionDays: 90 })],
    [{ path: "retentionDays", absent: "holds", bad: [7, "90"], good: [30] }],
  ),
];
