import { fixturesOf, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { budgetsWarn } from "./budgets-warn.ts";

export const fixtures: readonly RuleFixtures[] = [
  fixturesOf(
    budgetsWarn,
    "Google Cloud",
    [
      planned("gcp:billing/budget:Budget", {
        thresholdRules: [{ thresholdPercent: 0.5 }],
        allUpdatesRule: { monitoringNotificationChannels: [fromCloud], disableDefaultIamRecipients: true },
      }),
    ],
    [
      { path: "thresholdRules", absent: "violated", bad: [[]] },
      { path: "allUpdatesRule.monitoringNotificationChannels", absent: "violated", bad: [[]] },
    ],
    {
      holds: {
        "tells the billing account's administrators": [
          planned("gcp:billing/budget:Budget", { thresholdRules: [{ thresholdPercent: 0.5 }] }),
        ],
      },
    },
  ),
  fixturesOf(
    budgetsWarn,
    "AWS",
    [planned("aws:budgets/budget:Budget", { notifications: [{ subscriberEmailAddresses: ["ann@example.com"] }] })],
    [
      { path: "notifications", absent: "violated", bad: [[], [{}]] },
      { path: "notifications[0].subscriberEmailAddresses", absent: "violated", bad: [[]] },
    ],
    {
      holds: {
        "with two": [
          planned("aws:budgets/budget:Budget", {
            notifications: ["ann", "bob"].map((name) => ({ subscriberEmailAddresses: [`${name}@example.com`] })),
          }),
        ],
      },
    },
  ),
  fixturesOf(
    budgetsWarn,
    "Azure",
    [
      planned("azure-native:consumption:Budget", {
        notifications: { half: { enabled: true, contactEmails: ["ann@example.com"] } },
      }),
    ],
    [
      { path: "notifications", absent: "violated", bad: [{}, []] },
      { path: "notifications.half.enabled", absent: "violated", bad: [false] },
      { path: "notifications.half.contactEmails", absent: "violated", bad: [[]], good: [["bob@example.com"]] },
    ],
  ),
];
