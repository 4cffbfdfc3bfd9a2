import { chartLock } from "../../../charts/catalogue.ts";
import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { chartDigestIsKnown } from "./chart-digest-is-known.ts";

const entries = Object.entries(chartLock.charts);
const unseen = entries.filter(([, { digest }]) => digest === "unknown");
const [seen] = entries.filter(([, { digest }]) => digest !== "unknown");
if (seen === undefined) throw new Error("charts/charts.lock.json has no digest at all");
const [name, { version }] = seen;
const good = planned("kubernetes:helm.sh/v4:Chart", { chart: name, version });

export const fixtures: RuleFixtures = {
  rule: chartDigestIsKnown,
  holds: {
    "a chart that was seen": [good],
    "by an OCI address": [
      planned("kubernetes:helm.sh/v4:Chart", { ...good.inputs, chart: `oci://registry.example/${name}` }),
    ],
  },
  violated: {
    ...changes([good], {
      "another version": ["version", "0.0.1"],
      "a chart that isn't in the lock": ["chart", "unheard-of"],
      "no chart": ["chart", undefined],
    }),
    ...Object.fromEntries(
      unseen.map(([chart, { version }]) => [
        `${chart} while nobody has seen it`,
        [planned("kubernetes:helm.sh/v4:Chart", { chart, version })],
      ]),
    ),
  },
  undecided: changes([good], {
    "only the cloud knows": ["chart", unknownMarker],
    "a text of the cloud": ["chart", fromCloud],
  }),
  notApplicable: { "a chart as the engine hands it over": [planned("kubernetes:helm.sh/v4:Chart", { resources: [] })] },
  guards: [
    { path: "chart", absent: "violated", bad: ["unheard-of", ""] },
    { path: "version", absent: "violated", bad: ["0.0.1", ""], hidden: "violated" },
  ],
};
