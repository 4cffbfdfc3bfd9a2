import { unknownMarker } from "../../../plan/planned-resource.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { privilegeEscalationIsOff } from "./privilege-escalation-is-off.ts";

export const fixtures = containerFixtures(privilegeEscalationIsOff, {
  holds: {},
  violated: {
    "says true": ["securityContext.allowPrivilegeEscalation", true],
    "says yes in words": ["securityContext.allowPrivilegeEscalation", "yes"],
    "says nothing": ["securityContext.allowPrivilegeEscalation", undefined],
  },
  undecided: {
    "only the cloud knows": ["securityContext.allowPrivilegeEscalation", unknownMarker],
    "the whole context is unknown": ["securityContext", unknownMarker],
  },
  guards: [{ path: "securityContext.allowPrivilegeEscalation", absent: "violated", bad: [true, "yes", 1] }],
});
