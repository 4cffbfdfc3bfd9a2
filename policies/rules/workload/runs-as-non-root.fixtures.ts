import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures, changedAll } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { runsAsNonRoot } from "./runs-as-non-root.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: runsAsNonRoot,
  holds: {
    "says so twice": [good],
    "the container says so": changedAll([good], ["spec.template.spec.securityContext", undefined]),
    "the pod says so": changedAll([good], ["spec.template.spec.containers[0].securityContext", undefined]),
  },
  violated: {
    ...changes([good], {
      "the container says otherwise": ["spec.template.spec.containers[0].securityContext.runAsNonRoot", false],
      "the container is root": ["spec.template.spec.containers[0].securityContext.runAsUser", 0],
      "the pod is root": ["spec.template.spec.securityContext.runAsUser", 0],
      "an init container says otherwise": [
        "spec.template.spec.initContainers",
        [{ name: "init", securityContext: { runAsNonRoot: false } }],
      ],
      "an ephemeral container is root": [
        "spec.template.spec.ephemeralContainers",
        [{ name: "debug", securityContext: { runAsUser: 0 } }],
      ],
    }),
    "nobody says so": changedAll(
      [good],
      ["spec.template.spec.securityContext", undefined],
      ["spec.template.spec.containers[0].securityContext", undefined],
    ),
    "is root, beside something unknown": changedAll(
      [good],
      ["spec.template.spec.containers[0].securityContext.runAsNonRoot", unknownMarker],
      ["spec.template.spec.containers[0].securityContext.runAsUser", 0],
    ),
  },
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.containers[0].securityContext.runAsNonRoot", unknownMarker],
    "only the cloud knows the user": ["spec.template.spec.securityContext.runAsUser", fromCloud],
  }),
  guards: [
    {
      path: "spec.template.spec.containers[0].securityContext.runAsNonRoot",
      absent: "holds",
      bad: [false, "false", 0],
    },
    { path: "spec.template.spec.containers[0].securityContext.runAsUser", absent: "holds", bad: [0, "0", -1] },
    { path: "spec.template.spec.securityContext.runAsUser", absent: "holds", bad: [0, "root"] },
  ],
};
