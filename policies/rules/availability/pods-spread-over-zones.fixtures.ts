import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { podsSpreadOverZones } from "./pods-spread-over-zones.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: podsSpreadOverZones,
  holds: {
    "is spread": [good],
    "a StatefulSet is spread": [workload("kubernetes:apps/v1:StatefulSet")],
  },
  violated: changes([good], {
    "isn't": ["spec.template.spec.topologySpreadConstraints", undefined],
    "is spread over nodes only": [
      "spec.template.spec.topologySpreadConstraints[0].topologyKey",
      "kubernetes.io/hostname",
    ],
    "may be uneven by five": ["spec.template.spec.topologySpreadConstraints[0].maxSkew", 5],
    "says nothing of evenness": ["spec.template.spec.topologySpreadConstraints[0].maxSkew", undefined],
  }),
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.topologySpreadConstraints", unknownMarker],
    "only the cloud knows over what": ["spec.template.spec.topologySpreadConstraints[0].topologyKey", fromCloud],
  }),
  notApplicable: {
    "what is in a chart": [
      { ...good, urn: "urn:pulumi:a::b::kubernetes:helm.sh/v4:Chart$kubernetes:apps/v1:Deployment::c" },
    ],
  },
  guards: [
    { path: "spec.template.spec.topologySpreadConstraints[0].maxSkew", absent: "violated", bad: [2, "1"] },
    {
      path: "spec.template.spec.topologySpreadConstraints[0].topologyKey",
      absent: "violated",
      bad: ["kubernetes.io/hostname", ""],
    },
  ],
};
