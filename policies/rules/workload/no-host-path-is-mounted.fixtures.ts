import { unknownMarker } from "../../../plan/planned-resource.ts";
import { changes, fromCloud, type RuleFixtures } from "../fixture.ts";
import { workload } from "../pod-fixture.ts";
import { noHostPathIsMounted } from "./no-host-path-is-mounted.ts";

const good = workload();

export const fixtures: RuleFixtures = {
  rule: noHostPathIsMounted,
  holds: {
    "mounts scratch space": [good],
    ...changes([good], { "mounts nothing": ["spec.template.spec.volumes", undefined] }),
  },
  violated: changes([good], {
    "mounts the runtime's socket": ["spec.template.spec.volumes[0].hostPath", { path: "/var/run/docker.sock" }],
    "mounts a path beside others": [
      "spec.template.spec.volumes",
      [
        { name: "tmp", emptyDir: {} },
        { name: "root", hostPath: { path: "/" } },
      ],
    ],
    "volumes are no list": ["spec.template.spec.volumes", "all"],
    "mounts a path beside an unknown volume": [
      "spec.template.spec.volumes",
      [unknownMarker, { name: "root", hostPath: { path: "/" } }],
    ],
  }),
  undecided: changes([good], {
    "only the cloud knows": ["spec.template.spec.volumes", unknownMarker],
    "only the cloud knows the path": ["spec.template.spec.volumes[0].hostPath", fromCloud],
  }),
  guards: [{ path: "spec.template.spec.volumes[0].hostPath", absent: "holds", bad: [{ path: "/" }, {}, "/"] }],
};
