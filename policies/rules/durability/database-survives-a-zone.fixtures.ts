import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodDatabase } from "../gcp-fixture.ts";
import { databaseSurvivesAZone } from "./database-survives-a-zone.ts";

const good = goodDatabase;

export const fixtures: RuleFixtures = {
  rule: databaseSurvivesAZone,
  holds: {
    "as it should be": [good],
    "another database": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["settings.availabilityType", undefined],
      "is in one zone": ["settings.availabilityType", "ZONAL"],
    }),
    ...changes([good], { "has no settings": ["settings", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["settings.availabilityType", unknownMarker],
      "a text of the cloud": ["settings.availabilityType", fromCloud],
    }),
  },
  notApplicable: changes([good], { "a replica": ["masterInstanceName", "primary"] }),
  guards: [{ path: "settings.availabilityType", absent: "violated", bad: ["ZONAL"] }],
};
