import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseIsLogged } from "./database-is-logged.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseIsLogged,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.databaseFlags[0].value", undefined],
      "is off": ["settings.databaseFlags[0].value", "off"],
    }),
    ...changes([good], {
      "has no flags": ["settings.databaseFlags", undefined],
      "has one too few": ["settings.databaseFlags[4]", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.databaseFlags[0].value", unknownMarker],
      "a text of the cloud": ["settings.databaseFlags[0].value", fromCloud],
    }),
  },
  guards: [
    { path: "settings.databaseFlags[0].value", absent: "violated", bad: ["off"] },
    ...[1, 2, 3, 4].map((index) => ({
      path: `settings.databaseFlags[${index}].value`,
      absent: "violated" as const,
      bad: ["off", true],
    })),
    { path: "settings.databaseFlags", absent: "violated", bad: [[], "all"] },
  ],
};
