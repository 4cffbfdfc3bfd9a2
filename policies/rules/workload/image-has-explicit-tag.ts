import { parseImage } from "../../facts/image.ts";
import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, show, undecidedAt, violated, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every image says which version it is. */
export const imageHasExplicitTag: ResourceRule = {
  id: "PK-WKL-017",
  name: "image-has-explicit-tag",
  says: "Every image has a tag or a digest, and the tag isn't latest.",
  why: "What runs must be what was reviewed: `latest`, or no tag at all, is another image tomorrow, on some nodes only.",
  fix: "Write `image: repository:2.4.1`, best with `@sha256:…` after it.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CM-2", "CC8.1"],
  source: "https://kubernetes.io/docs/concepts/containers/images/",
  appliesTo: podTypes,
  judge: eachContainer("every image says its version", (container) => explicitTag(at(container, "image"))),
};

function explicitTag(place: Place): Finding[] {
  if (typeof place.value !== "string" || place.misplaced === true)
    return expectValue(place, "repository:tag", () => false);
  const image = parseImage(place.value);
  if (image === undefined) return [undecidedAt(place)];
  const { tag, digest } = image;
  if (tag === undefined ? digest !== undefined : tag !== "" && tag !== "latest") return [];
  return [violated(`${place.path} is ${show(place.value)}; it must have a tag other than latest, or a digest`)];
}
