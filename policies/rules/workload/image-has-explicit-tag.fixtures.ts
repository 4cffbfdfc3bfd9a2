import { unknownMarker } from "../../../plan/planned-resource.ts";
import { fromCloud } from "../fixture.ts";
import { containerFixtures } from "../pod-fixture.ts";
import { imageHasExplicitTag } from "./image-has-explicit-tag.ts";

export const fixtures = containerFixtures(imageHasExplicitTag, {
  holds: {
    "has a tag": ["image", "order:2.4.1"],
    "has a digest only": ["image", `order@sha256:${"0".repeat(64)}`],
    "comes from a registry of the cloud": ["image", `${fromCloud}/commerce/order:2.4.1`],
  },
  violated: {
    "has no tag": ["image", "registry.example/commerce/order"],
    "is latest": ["image", "registry.example/commerce/order:latest"],
    "has a registry with a port and no tag": ["image", "registry.example:5000/commerce/order"],
    "is not there": ["image", undefined],
    "comes from a registry of the cloud, without a tag": ["image", `${fromCloud}/commerce/order`],
    "is latest although it has a digest": ["image", `order:latest@sha256:${"0".repeat(64)}`],
  },
  undecided: {
    "only the cloud knows": ["image", fromCloud],
    "only the cloud knows its tag": ["image", `registry.example/order:${fromCloud}`],
    "isn't known at all": ["image", unknownMarker],
  },
  guards: [{ path: "image", absent: "violated", bad: ["order", "order:latest", "registry.example:5000/order", ""] }],
});
