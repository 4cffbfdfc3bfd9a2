import { durationDays } from "../../durations.ts";
import { at, expectValue, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Every key gets a new version within 90 days. */
export const keysRotate: ResourceRule = {
  id: "PK-ENC-007",
  name: "keys-rotate",
  says: "Every key gets a new version within 90 days.",
  why: "The less one version encrypts, the less is lost with it.",
  fix: "Set `rotationPeriod` to 7776000s or less.",
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 1.10", "SC-12"],
  source: "https://cloud.google.com/kms/docs/key-rotation",
  appliesTo: ["gcp:kms/cryptoKey:CryptoKey"],
  judge: (resource) => {
    const purpose = at(inputsOf(resource), "purpose");
    // Google rotates symmetric keys only; they are the default.
    if (!isAbsent(purpose) && typeof purpose.value === "string" && asymmetric.includes(purpose.value))
      return notApplicable("asymmetric and MAC keys can't be rotated by a schedule");
    return judged(
      expectValue(at(inputsOf(resource), "rotationPeriod"), "90 days (7776000s) or less", (value) => {
        const days = durationDays(value);
        return days !== undefined && days > 0 && days <= 90;
      }),
      "the key rotates",
    );
  },
};

// https://cloud.google.com/kms/docs/reference/rest/v1/CryptoKeyPurpose
const asymmetric = ["ASYMMETRIC_DECRYPT", "ASYMMETRIC_SIGN", "KEY_ENCAPSULATION", "MAC"];
