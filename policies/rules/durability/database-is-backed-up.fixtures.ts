import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseIsBackedUp } from "./database-is-backed-up.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseIsBackedUp,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.backupConfiguration.enabled", undefined],
      "is off": ["settings.backupConfiguration.enabled", false],
      "says so in words": ["settings.backupConfiguration.enabled", "true"],
    }),
    ...changes([good], {
      "keeps a week": ["settings.backupConfiguration.backupRetentionSettings.retainedBackups", 7],
      "keeps the default": ["settings.backupConfiguration.backupRetentionSettings", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.backupConfiguration.enabled", unknownMarker],
      "a text of the cloud": ["settings.backupConfiguration.enabled", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a replica": ["masterInstanceName", "primary"] }),
  guards: [
    { path: "settings.backupConfiguration.enabled", absent: "violated", bad: [false, "true"] },
    {
      path: "settings.backupConfiguration.backupRetentionSettings.retainedBackups",
      absent: "violated",
      bad: [7, 29, "30"],
    },
  ],
};
