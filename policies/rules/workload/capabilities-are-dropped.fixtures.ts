import { unknownMarker } from "../../../plan/planned-resource.ts";
import { fromCloud } from "../fixture.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { capabilitiesAreDropped } from "./capabilities-are-dropped.ts";

export const fixtures = containerFixtures(capabilitiesAreDropped, {
  holds: { "adds nothing": ["securityContext.capabilities.add", undefined] },
  violated: {
    "drops nothing": ["securityContext.capabilities", undefined],
    "drops some": ["securityContext.capabilities.drop", ["NET_RAW"]],
    "adds one of root's": ["securityContext.capabilities.add", ["SYS_ADMIN"]],
    "adds all": ["securityContext.capabilities.add", ["ALL"]],
    "adds text instead of a list": ["securityContext.capabilities.add", "NET_BIND_SERVICE"],
    "adds one of root's beside an unknown one": ["securityContext.capabilities.add", [unknownMarker, "SYS_ADMIN"]],
  },
  undecided: {
    "adds what only the cloud knows": ["securityContext.capabilities.add", [fromCloud]],
    "drops what only the cloud knows": ["securityContext.capabilities.drop", unknownMarker],
  },
  guards: [
    { path: "securityContext.capabilities.drop", absent: "violated", bad: [[], ["NET_RAW"], "ALL"] },
    { path: "securityContext.capabilities.add[0]", absent: "holds", bad: ["SYS_ADMIN", "ALL", "NET_RAW"] },
  ],
});
