import { at, expectValue, inputsOf, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Personal data lies in regions of the European Union. */
export const personalDataStaysInTheUnion: ResourceRule = {
  id: "PK-GOV-001",
  name: "personal-data-stays-in-the-union",
  says: "Personal data lies in regions of the European Union.",
  why: "Elsewhere the GDPR asks for grounds and safeguards that a platform can't give by itself.",
  fix: "Choose a region of the Union for `cloud.regions`, or another `dataClass`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["GDPR 44", "GDPR 46", "SC-7"],
  source: "https://cloud.google.com/about/locations",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance", "gcp:storage/bucket:Bucket"],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    const [labels, place] =
      resource.type === "gcp:storage/bucket:Bucket"
        ? [at(inputs, "labels"), at(inputs, "location")]
        : [at(inputs, "settings", "userLabels"), at(inputs, "region")];
    const dataClass = at(labels, "data-class");
    // A store without a class is another rule's matter; one whose class can't be seen may be personal.
    if (typeof dataClass.value === "string" && ["public", "internal", "confidential"].includes(dataClass.value))
      return notApplicable(`its data is ${dataClass.value}`);
    return judged(
      expectValue(
        place,
        "a region of the European Union",
        (value) => typeof value === "string" && unionRegions.includes(value.toLowerCase()),
      ),
      "its data stays in the Union",
    );
  },
};

/**
 * Google's regions in member states; europe-west2 is London and europe-west6 Zurich, and EUR5, EUR7
 * and EUR8 contain one of them. https://cloud.google.com/storage/docs/locations, seen 2026-11.
 */
const unionRegions = [
  "eu",
  "eur4",
  "europe-central2",
  "europe-north1",
  "europe-north2",
  "europe-southwest1",
  "europe-west1",
  "europe-west10",
  "europe-west12",
  "europe-west3",
  "europe-west4",
  "europe-west8",
  "europe-west9",
];
