import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { volumesAreOfSafeKinds } from "./volumes-are-of-safe-kinds.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: volumesAreOfSafeKinds,
  holds: {
    "mounts scratch space": [good],
    ...changes([good], {
      "mounts nothing": ["spec.template.spec.volumes", undefined],
      "mounts a claim": ["spec.template.spec.volumes[0]", { name: "data", persistentVolumeClaim: { claimName: "a" } }],
    }),
  },
  violated: changes([good], {
    "mounts NFS": ["spec.template.spec.volumes[0]", { name: "data", nfs: { server: "a", path: "/" } }],
    "hides NFS behind scratch space": [
      "spec.template.spec.volumes[0]",
      { name: "data", emptyDir: {}, nfs: { server: "a", path: "/" } },
    ],
    "volumes are no list": ["spec.template.spec.volumes", "all"],
    "a volume is no map": ["spec.template.spec.volumes[0]", "tmp"],
  }),
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.volumes", unknownMarker],
    "only the cloud knows one": ["spec.template.spec.volumes[0]", unknownMarker],
    "a text of the cloud": ["spec.template.spec.volumes", fromCloud],
  }),
  guards: [
    { path: "spec.template.spec.volumes[0]", absent: "holds", bad: [{ hostPath: {} }, { flexVolume: {} }, "tmp"] },
  ],
};
