import { unknownMarker } from "../../../plan/planned-resource.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { privilegedIsOff } from "./privileged-is-off.ts";

export const fixtures = containerFixtures(privilegedIsOff, {
  holds: { "says nothing": ["securityContext.privileged", undefined] },
  violated: {
    "says true": ["securityContext.privileged", true],
    "says yes in words": ["securityContext.privileged", "yes"],
  },
  undecided: {
    "only the cloud knows": ["securityContext.privileged", unknownMarker],
    "the whole context is unknown": ["securityContext", unknownMarker],
  },
  guards: [{ path: "securityContext.privileged", absent: "holds", bad: [true, "yes", 1] }],
});
