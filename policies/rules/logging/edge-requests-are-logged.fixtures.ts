import {
  goodAccessLog,
  goodBackendService,
  goodDistribution,
  goodFrontDoor,
  goodFrontDoorLogs,
} from "../edge-fixture.ts";
import { changedIn, fixturesOf, type RuleFixtures } from "../fixture.ts";
import { edgeRequestsAreLogged } from "./edge-requests-are-logged.ts";

const cdn = [goodDistribution, goodAccessLog];

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    edgeRequestsAreLogged,
    "backend services",
    [goodBackendService],
    [
      { path: "logConfig.enable", absent: "violated", bad: [false] },
      { path: "logConfig.sampleRate", absent: "holds", bad: [0, 2], good: [0.5] },
    ],
  ),
  fixturesOf(
    edgeRequestsAreLogged,
    "CloudFront",
    cdn,
    [
      { path: "resourceArn", of: "access-log", absent: "violated", bad: ["arn:aws:cloudfront::1:distribution/E1"] },
      { path: "logType", of: "access-log", absent: "violated", bad: ["CONNECTION_LOGS"] },
    ],
    {
      holds: {
        "the older kind": changedIn([goodDistribution], ["loggingConfig", { bucket: "logs.s3.amazonaws.com" }]),
      },
      violated: {
        "has no log": [goodDistribution],
        "the older kind without a bucket": changedIn(cdn, ["loggingConfig", { includeCookies: false }]),
      },
    },
  ),
  fixturesOf(
    edgeRequestsAreLogged,
    "Front Door",
    [goodFrontDoor, goodFrontDoorLogs],
    [
      { path: "resourceUri", of: "logs", absent: "violated", bad: ["/subscriptions/s/another"] },
      { path: "logs", of: "logs", absent: "violated", bad: [[], "all"] },
      { path: "logs[0].enabled", of: "logs", absent: "violated", bad: [false] },
    ],
    {
      holds: {
        "all of them as a group": changedIn(
          [goodFrontDoor, goodFrontDoorLogs],
          ["logs", [{ categoryGroup: "allLogs", enabled: true }], "logs"],
        ),
      },
      violated: { "has no setting": [goodFrontDoor] },
    },
  ),
];
