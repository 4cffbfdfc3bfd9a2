import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, planned, type RuleFixtures } from "../fixture.ts";
import { namespaceEnforcesPodSecurity } from "./namespace-enforces-pod-security.ts";

const good = planned("kubernetes:core/v1:Namespace", {
  metadata: { name: "commerce", labels: { "pod-security.kubernetes.io/enforce": "restricted" } },
});

export const fixtures: RuleFixtures = {
  rule: namespaceEnforcesPodSecurity,
  holds: {
    "as it should be": [good],
    "another namespace": [{ ...good, name: "other" }],
  },
  violated: {
    ...changes([good], {
      "says nothing": ['metadata.labels["pod-security.kubernetes.io/enforce"]', undefined],
      "is baseline": ['metadata.labels["pod-security.kubernetes.io/enforce"]', "baseline"],
      "is privileged": ['metadata.labels["pod-security.kubernetes.io/enforce"]', "privileged"],
    }),
    ...changes([good], { "has no labels": ["metadata.labels", undefined] }),
  },
  undecided: {
    ...changes([good], {
      "only the cloud knows": ['metadata.labels["pod-security.kubernetes.io/enforce"]', unknownMarker],
      "a text of the cloud": ['metadata.labels["pod-security.kubernetes.io/enforce"]', fromCloud],
    }),
  },
  guards: [
    {
      path: 'metadata.labels["pod-security.kubernetes.io/enforce"]',
      absent: "violated",
      bad: ["baseline", "privileged"],
    },
  ],
};
