import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, changedAll, changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { serviceAccountIsOwn } from "./service-account-is-own.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: serviceAccountIsOwn,
  holds: {
    "has an account and no token": [good],
    ...changes([good], {
      "has no token, so that its account doesn't matter": ["spec.template.spec.serviceAccountName", undefined],
    }),
    "says why it needs one": changedAll(
      [good],
      ["spec.template.spec.automountServiceAccountToken", true],
      ["spec.template.metadata.annotations", { "landbridge.dev/needs-api": "watches its ConfigMaps" }],
    ),
  },
  violated: {
    ...changes([good], {
      "mounts one by default": ["spec.template.spec.automountServiceAccountToken", undefined],
      "mounts one without a reason": ["spec.template.spec.automountServiceAccountToken", true],
      "runs as the default account": ["spec.template.spec.serviceAccountName", "default"],
    }),
    "gives no real reason": changedAll(
      [good],
      ["spec.template.spec.automountServiceAccountToken", true],
      ["spec.template.metadata.annotations", { "landbridge.dev/needs-api": "yes" }],
    ),
    "has neither": changedAll(
      [good],
      ["spec.template.spec.automountServiceAccountToken", unknownMarker],
      ["spec.template.spec.serviceAccountName", undefined],
    ),
    "a CronJob mounts one": [
      changed(
        workload("kubernetes:batch/v1:CronJob"),
        "spec.jobTemplate.spec.template.spec.automountServiceAccountToken",
        true,
      ),
    ],
  },
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.automountServiceAccountToken", unknownMarker],
    "a text of the cloud": ["spec.template.spec.serviceAccountName", fromCloud],
  }),
  guards: [
    { path: "spec.template.spec.automountServiceAccountToken", absent: "violated", bad: [true, "false"] },
    { path: "spec.template.spec.serviceAccountName", absent: "holds", bad: ["default", ""] },
  ],
};
