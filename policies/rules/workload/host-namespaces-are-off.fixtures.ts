import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures, changed } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { hostNamespacesAreOff } from "./host-namespaces-are-off.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: hostNamespacesAreOff,
  holds: {
    "shares nothing": [good],
    ...changes([good], { "says nothing": ["spec.template.spec.hostNetwork", undefined] }),
  },
  violated: {
    ...changes([good], {
      "shares the network": ["spec.template.spec.hostNetwork", true],
      "shares the processes": ["spec.template.spec.hostPID", true],
      "shares the memory": ["spec.template.spec.hostIPC", true],
      "shares the network in words": ["spec.template.spec.hostNetwork", "true"],
    }),
    "a CronJob shares the network": [
      changed(workload("kubernetes:batch/v1:CronJob"), "spec.jobTemplate.spec.template.spec.hostNetwork", true),
    ],
    "shares the processes, beside something unknown": [
      changed(changed(good, "spec.template.spec.hostNetwork", unknownMarker), "spec.template.spec.hostPID", true),
    ],
  },
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.hostNetwork", unknownMarker],
    "only the cloud knows the pod": ["spec.template", unknownMarker],
    "a text of the cloud": ["spec.template.spec.hostPID", fromCloud],
  }),
  guards: ["hostNetwork", "hostPID", "hostIPC"].map((flag) => ({
    path: `spec.template.spec.${flag}`,
    absent: "holds",
    bad: [true, "yes", 1],
  })),
};
