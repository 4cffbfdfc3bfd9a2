import { unknownMarker } from "../../../plan/planned-resource.ts";
import { fromCloud } from "../fixture.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { imageIsPinnedByDigest } from "./image-is-pinned-by-digest.ts";

export const fixtures = containerFixtures(imageIsPinnedByDigest, {
  holds: { "comes from a registry of the cloud": ["image", `${fromCloud}/order@sha256:${"0".repeat(64)}`] },
  violated: {
    "has a tag only": ["image", "registry.example/order:2.4.1"],
    "has half a digest": ["image", "registry.example/order@sha256:0123"],
    "comes from a registry of the cloud, without a digest": ["image", `${fromCloud}/order:2.4.1`],
    "is not there": ["image", undefined],
  },
  undecided: { "only the cloud knows": ["image", fromCloud], "isn't known at all": ["image", unknownMarker] },
  guards: [{ path: "image", absent: "violated", bad: ["order:2.4.1", "order@sha256:0123", "order@md5:0"] }],
});
