import { parseImage } from "../../facts/image.ts";
import { eachContainer, podTypes } from "../../facts/pods.ts";
import { at, expectValue, undecidedAt, violated, type Finding, type Place } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every image is named by its digest. */
export const imageIsPinnedByDigest: ResourceRule = {
  id: "PK-WKL-018",
  name: "image-is-pinned-by-digest",
  says: "Every image is named by its digest.",
  why: "A tag can be moved to another image by whoever may write to the registry; a digest can't.",
  fix: "Write `image: repository:2.4.1@sha256:…` with the digest that was reviewed.",
  severity: "medium",
  pack: "security",
  levels: levels("advisory", "advisory", "advisory"),
  exemptible: true,
  compliance: ["CM-14", "CC8.1"],
  source: "https://kubernetes.io/docs/concepts/containers/images/",
  appliesTo: podTypes,
  judge: eachContainer("every image is named by its digest", (container) => pinned(at(container, "image"))),
};

function pinned(place: Place): Finding[] {
  if (typeof place.value !== "string" || place.misplaced === true)
    return expectValue(place, "repository:tag@sha256:…", () => false);
  const image = parseImage(place.value);
  if (image === undefined) return [undecidedAt(place)];
  if (/^sha256:[a-f0-9]{64}$/.test(image.digest ?? "")) return [];
  return [
    violated(
      `${place.path} is ${image.repository}:${image.tag ?? ""}; it must end in @sha256: and 64 hexadecimal digits`,
    ),
  ];
}
