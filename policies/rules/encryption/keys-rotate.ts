import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { durationDays, isoDays } from "../../facts/durations.ts";
import {
  at,
  expectValue,
  inputsOf,
  isAbsent,
  itemsOf,
  judged,
  notApplicable,
  violated,
  type Finding,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Every key gets a new version within 90 days. */
export const keysRotate: ResourceRule = {
  id: "PK-ENC-007",
  name: "keys-rotate",
  says: "Every key gets a new version within 90 days.",
  why: "The less one version encrypts, the less is lost with it.",
  fix: {
    gcp: "Set `rotationPeriod` to 7776000s or less.",
    aws: "Set `enableKeyRotation: true` and `rotationPeriodInDays: 90`.",
    azure: "Set `properties.rotationPolicy.lifetimeActions` with action rotate and `timeAfterCreate: P90D` or less.",
  },
  severity: "medium",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 1.10", "SC-12"],
  source: {
    gcp: "https://cloud.google.com/kms/docs/key-rotation",
    aws: "https://docs.aws.amazon.com/kms/latest/developerguide/rotate-keys.html",
    azure: "https://learn.microsoft.com/azure/key-vault/keys/how-to-configure-key-rotation",
  },
  ...judgedByType({
    "gcp:kms/cryptoKey:CryptoKey": judgeCryptoKey,
    "aws:kms/key:Key": judgeKmsKey,
    "azure-native:keyvault:Key": judgeVaultKey,
  }),
};

function judgeCryptoKey(resource: PlannedResource): Judgement {
  const purpose = at(inputsOf(resource), "purpose");
  // Google rotates symmetric keys only; they are the default.
  if (!isAbsent(purpose) && typeof purpose.value === "string" && asymmetric.includes(purpose.value))
    return notApplicable("asymmetric and MAC keys can't be rotated by a schedule");
  return judged(
    expectValue(at(inputsOf(resource), "rotationPeriod"), "90 days (7776000s) or less", (value) =>
      isQuarter(durationDays(value)),
    ),
    "the key rotates",
  );
}

// https://cloud.google.com/kms/docs/reference/rest/v1/CryptoKeyPurpose
const asymmetric = ["ASYMMETRIC_DECRYPT", "ASYMMETRIC_SIGN", "KEY_ENCAPSULATION", "MAC"];

function judgeKmsKey(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const spec = at(inputs, "customerMasterKeySpec");
  // AWS rotates symmetric keys only; they are the default.
  if (typeof spec.value === "string" && /^(?:RSA|ECC|HMAC|ML_DSA|SM2)(?:_|$)/.test(spec.value))
    return notApplicable("asymmetric and HMAC keys can't be rotated by a schedule");
  return judged(
    [
      ...expectValue(at(inputs, "enableKeyRotation"), "true", (value) => value === true),
      // 365 is the default.
      ...expectValue(
        at(inputs, "rotationPeriodInDays"),
        "90 or less",
        (value) => typeof value === "number" && isQuarter(value),
      ),
    ],
    "the key rotates",
  );
}

function judgeVaultKey(resource: PlannedResource): Judgement {
  const { items, findings } = itemsOf(at(inputsOf(resource), "properties", "rotationPolicy", "lifetimeActions"));
  const actions = items.map((item): readonly Finding[] => [
    ...expectValue(
      at(item, "action", "type"),
      "rotate",
      (value) => typeof value === "string" && value.toLowerCase() === "rotate",
    ),
    ...expectValue(at(item, "trigger", "timeAfterCreate"), "P90D or less", (value) => isQuarter(isoDays(value))),
  ]);
  if (findings.length > 0 || actions.some((each) => each.length === 0)) return judged(findings, "the key rotates");
  const none = violated(
    "properties.rotationPolicy.lifetimeActions is missing; one must rotate the key after P90D or less",
  );
  return judged(actions.length === 0 ? [none] : actions.flat(), "the key rotates");
}

function isQuarter(days: number | undefined): boolean {
  return days !== undefined && days > 0 && days <= 90;
}
