import { unknownMarker } from "../../../plan/planned-resource.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { rootFilesystemIsReadOnly } from "./root-filesystem-is-read-only.ts";

export const fixtures = containerFixtures(rootFilesystemIsReadOnly, {
  holds: {},
  violated: {
    "says false": ["securityContext.readOnlyRootFilesystem", false],
    "says yes in words": ["securityContext.readOnlyRootFilesystem", "yes"],
    "says nothing": ["securityContext.readOnlyRootFilesystem", undefined],
  },
  undecided: {
    "only the cloud knows": ["securityContext.readOnlyRootFilesystem", unknownMarker],
    "the whole context is unknown": ["securityContext", unknownMarker],
  },
  guards: [{ path: "securityContext.readOnlyRootFilesystem", absent: "violated", bad: [false, "yes", 1] }],
});
