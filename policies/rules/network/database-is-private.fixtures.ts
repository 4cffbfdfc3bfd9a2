import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseIsPrivate } from "./database-is-private.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseIsPrivate,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.ipConfiguration.ipv4Enabled", undefined],
      "is public": ["settings.ipConfiguration.ipv4Enabled", true],
      "says so in words": ["settings.ipConfiguration.ipv4Enabled", "false"],
    }),
    ...changes([good], {
      "is open to a block": ["settings.ipConfiguration.authorizedNetworks", [{ value: "192.0.2.0/24" }]],
      "has no settings": ["settings", undefined],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.ipConfiguration.ipv4Enabled", unknownMarker],
      "a text of the cloud": ["settings.ipConfiguration.ipv4Enabled", fromCloud],
    }),
  },
  guards: [
    { path: "settings.ipConfiguration.ipv4Enabled", absent: "violated", bad: [true, "false"] },
    { path: "settings.ipConfiguration.authorizedNetworks", absent: "holds", bad: [[{}], "all"] },
  ],
};
