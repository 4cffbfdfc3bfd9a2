import { unknownMarker } from "../../../plan/planned-resource.ts";
import { fromCloud } from "../fixture.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { resourcesAreBounded } from "./resources-are-bounded.ts";

export const fixtures = containerFixtures(resourcesAreBounded, {
  holds: { "counts CPUs": ["resources.requests.cpu", 2], "counts exponents": ["resources.limits.memory", "1e9"] },
  violated: {
    "requests no CPU": ["resources.requests.cpu", undefined],
    "requests no memory": ["resources.requests.memory", undefined],
    "limits no memory": ["resources.limits.memory", undefined],
    "says nothing": ["resources", undefined],
    "requests zero": ["resources.requests.cpu", "0"],
    "writes a word": ["resources.limits.memory", "plenty"],
    "limits no memory, beside something unknown": ["resources", { requests: unknownMarker }],
  },
  undecided: {
    "only the cloud knows": ["resources", unknownMarker],
    "only the cloud knows the memory": ["resources.limits.memory", fromCloud],
  },
  guards: [
    { path: "resources.requests.cpu", absent: "violated", bad: ["0", "much", 0] },
    { path: "resources.requests.memory", absent: "violated", bad: ["0Mi", "much"] },
    { path: "resources.limits.memory", absent: "violated", bad: ["0", "-1Gi"] },
  ],
  // Ephemeral containers may not have resources.
  lists: ["containers", "initContainers"],
});
