import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changed, type RuleFixtures } from "../fixture.ts";
import { containerFixtures, goodContainer, goodPod, workload } from "../pod-fixture.ts";
import { servingTypes } from "../../facts/pods.ts";
import { probesAreSet } from "./probes-are-set.ts";

const expanded = containerFixtures(probesAreSet, {
  holds: {},
  violated: {
    "has no readiness probe": ["readinessProbe", undefined],
    "has no liveness probe": ["livenessProbe", undefined],
    "has no startup probe": ["startupProbe", undefined],
    "asks the same twice": ["livenessProbe", { httpGet: { path: "/readyz", port: "rest" } }],
    "asks nothing": ["startupProbe", { periodSeconds: 5 }],
    "has no liveness probe, beside an unknown one": ["livenessProbe", {}],
  },
  undecided: { "only the cloud knows": ["readinessProbe", unknownMarker] },
  guards: ["startupProbe", "readinessProbe", "livenessProbe"].map((path) => ({
    path,
    absent: "violated" as const,
    bad: [{}, { httpGet: "/" }, { periodSeconds: 5 }],
  })),
  lists: ["containers"],
  types: servingTypes,
});

const silent = Object.fromEntries(
  Object.entries(goodContainer).filter(([key]) => !key.endsWith("Probe") && key !== "ports"),
);
const worker = workload(undefined, { ...goodPod, containers: [silent] });
const why = { "landbridge.dev/no-probes": "serves nothing that could be asked" };

export const fixtures: RuleFixtures = {
  ...expanded,
  violated: {
    ...expanded.violated,
    "a worker that doesn't say why it has no probes": [worker],
    "a server that claims to be a worker": [
      changed(
        changed(workload(), "spec.template.spec.containers[0].livenessProbe", undefined),
        "metadata.annotations",
        why,
      ),
    ],
  },
  notApplicable: { "a worker that says why": [changed(worker, "metadata.annotations", why)] },
};
