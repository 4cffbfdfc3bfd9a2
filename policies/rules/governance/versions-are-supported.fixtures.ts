import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { goodCluster, goodDatabase } from "../gcp-fixture.ts";
import { versionsAreSupported } from "./versions-are-supported.ts";

const good = goodCluster;

export const fixtures: RuleFixtures = {
  rule: versionsAreSupported,
  holds: {
    "as it should be": [good],
    ...changes([good], { "names a patch": ["minMasterVersion", "1.36.3-gke.100"] }),
    "a database of now": [goodDatabase],
  },
  violated: {
    ...changes([good], {
      "says nothing": ["minMasterVersion", undefined],
      "is past its end": ["minMasterVersion", "1.34"],
      "is unheard of": ["minMasterVersion", "2.0"],
      "is no version": ["minMasterVersion", "latest"],
      "has no minor": ["minMasterVersion", "1"],
    }),
    ...changes([goodDatabase], {
      "a database past its end": ["databaseVersion", "POSTGRES_14"],
      MySQL: ["databaseVersion", "MYSQL_8_0"],
    }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ["minMasterVersion", unknownMarker],
      "a text of the cloud": ["minMasterVersion", fromCloud],
    }),
  },
  guards: [{ path: "minMasterVersion", absent: "violated", bad: ["1.34", "2.0", "latest", "1"] }],
};
