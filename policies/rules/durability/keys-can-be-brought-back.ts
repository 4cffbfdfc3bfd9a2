import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { durationDays } from "../../facts/durations.ts";
import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** A destroyed key can be brought back for 30 days. */
export const keysCanBeBroughtBack: ResourceRule = {
  id: "PK-DUR-014",
  name: "keys-can-be-brought-back",
  says: "A destroyed key can be brought back for 30 days.",
  why: "Without the key all that it encrypted is gone, backups included.",
  fix: {
    gcp: "Leave out `destroyScheduledDuration`, or set it to 2592000s or more.",
    aws: "Leave out `deletionWindowInDays`, or set it to 30.",
    azure: "Set `properties.enablePurgeProtection: true`, and `softDeleteRetentionInDays` to 30 or more.",
  },
  severity: "high",
  pack: "reliability",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-12", "CP-9"],
  source: {
    gcp: "https://cloud.google.com/kms/docs/destroy-restore",
    aws: "https://docs.aws.amazon.com/kms/latest/developerguide/deleting-keys.html",
    azure: "https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview",
  },
  ...judgedByType({
    "gcp:kms/cryptoKey:CryptoKey": judgeCryptoKey,
    "aws:kms/key:Key": judgeKmsKey,
    "azure-native:keyvault:Vault": judgeVault,
  }),
};

function judgeCryptoKey(resource: PlannedResource): Judgement {
  return judged(
    expectValue(
      at(inputsOf(resource), "destroyScheduledDuration"),
      "30 days (2592000s) or more",
      (value) => (durationDays(value) ?? 0) >= 30,
      // 30 days is the default.
      "holds",
    ),
    "a destroyed key can be brought back",
  );
}

function judgeKmsKey(resource: PlannedResource): Judgement {
  // 30 is the default, and the most.
  const days = at(inputsOf(resource), "deletionWindowInDays");
  return judged(
    expectValue(days, "30", (value) => value === 30, "holds"),
    "a deleted key can be brought back",
  );
}

function judgeVault(resource: PlannedResource): Judgement {
  const properties = at(inputsOf(resource), "properties");
  return judged(
    [
      ...expectValue(at(properties, "enablePurgeProtection"), "true", (value) => value === true),
      // Both are the defaults: true, and 90 days.
      ...expectValue(at(properties, "enableSoftDelete"), "true", (value) => value === true, "holds"),
      ...expectValue(
        at(properties, "softDeleteRetentionInDays"),
        "30 or more",
        (value) => typeof value === "number" && value >= 30,
        "holds",
      ),
    ],
    "deleted keys can be brought back",
  );
}
