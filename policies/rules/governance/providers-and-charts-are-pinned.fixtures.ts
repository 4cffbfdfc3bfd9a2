import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures, withoutProvider } from "../fixture.ts";
import { providersAndChartsArePinned } from "./providers-and-charts-are-pinned.ts";

const chart = planned("kubernetes:helm.sh/v4:Chart", { chart: "redis-operator", version: "1.2.3" });
const nameless = withoutProvider(planned("kubernetes:core/v1:ConfigMap", {}));

export const fixtures: RuleFixtures = {
  rule: providersAndChartsArePinned,
  holds: {
    "an exact version": [chart],
    "a named provider": [planned("kubernetes:core/v1:ConfigMap", {})],
  },
  violated: {
    ...changes([chart], {
      "no version": ["version", undefined],
      "a range": ["version", "^1.2.0"],
      "the newest": ["version", "latest"],
      "half a version": ["version", "1.2"],
    }),
    "no provider": [nameless],
    "a Release": [planned("kubernetes:helm.sh/v3:Release", { version: "1.2.3" })],
  },
  undecided: changes([chart], {
    "only the cloud knows": ["version", unknownMarker],
    "a text of the cloud": ["version", fromCloud],
  }),
  notApplicable: {
    "a chart as the engine hands it over": [planned("kubernetes:helm.sh/v4:Chart", { resources: [] })],
    "a component of ours": [{ ...nameless, type: "landbridge:a:B", custom: false }],
    "a provider": [{ ...nameless, type: "pulumi:providers:kubernetes" }],
    "what is in a chart": [
      { ...nameless, urn: "urn:pulumi:a::b::kubernetes:helm.sh/v4:Chart$kubernetes:core/v1:Pod::c" },
    ],
  },
  guards: [{ path: "version", absent: "violated", bad: ["^1.0.0", "latest", "", "1.x", "1.2"] }],
};
