import { durationDays } from "../../durations.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** A destroyed key can be brought back for 30 days. */
export const keysCanBeBroughtBack: ResourceRule = {
  id: "PK-DUR-014",
  name: "keys-can-be-brought-back",
  says: "A destroyed key can be brought back for 30 days.",
  why: "Without the key all that it encrypted is gone, backups included.",
  fix: "Leave out `destroyScheduledDuration`, or set it to 2592000s or more.",
  severity: "high",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-12", "CP-9"],
  source: "https://cloud.google.com/kms/docs/destroy-restore",
  appliesTo: ["gcp:kms/cryptoKey:CryptoKey"],
  judge: (resource) =>
    judged(
      expectValue(
        at(inputsOf(resource), "destroyScheduledDuration"),
        "30 days (2592000s) or more",
        (value) => (durationDays(value) ?? 0) >= 30,
        // 30 days is the default.
        "holds",
      ),
      "a destroyed key can be brought back",
    ),
};
