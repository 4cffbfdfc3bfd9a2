import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures, changedAll } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { seccompProfileIsSet } from "./seccomp-profile-is-set.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: seccompProfileIsSet,
  holds: {
    "says so twice": [good],
    "the container says so": changedAll([good], ["spec.template.spec.securityContext", undefined]),
    "the pod says so": changedAll([good], ["spec.template.spec.containers[0].securityContext", undefined]),
    "has one of its own": changedAll(
      [good],
      ["spec.template.spec.containers[0].securityContext.seccompProfile", { type: "Localhost", localhostProfile: "a" }],
    ),
  },
  violated: {
    ...changes([good], {
      "the container has none": [
        "spec.template.spec.containers[0].securityContext.seccompProfile",
        { type: "Unconfined" },
      ],
      "an init container has none": [
        "spec.template.spec.initContainers",
        [{ name: "init", securityContext: { seccompProfile: { type: "Unconfined" } } }],
      ],
      "an ephemeral container has none": [
        "spec.template.spec.ephemeralContainers",
        [{ name: "debug", securityContext: { seccompProfile: { type: "Unconfined" } } }],
      ],
    }),
    "nobody says so": changedAll(
      [good],
      ["spec.template.spec.securityContext", undefined],
      ["spec.template.spec.containers[0].securityContext", undefined],
    ),
  },
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.containers[0].securityContext.seccompProfile", unknownMarker],
    "a text of the cloud": ["spec.template.spec.containers[0].securityContext.seccompProfile.type", fromCloud],
  }),
  guards: [
    {
      path: "spec.template.spec.containers[0].securityContext.seccompProfile.type",
      absent: "violated",
      bad: ["Unconfined", "", "runtimedefault"],
    },
  ],
};
