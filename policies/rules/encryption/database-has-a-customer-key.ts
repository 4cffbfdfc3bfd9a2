import { expectKey } from "../../key-reference.ts";
import { at, inputsOf, isAbsent, judged, notApplicable } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases are encrypted with a customer key. */
export const databaseHasACustomerKey: ResourceRule = {
  id: "PK-ENC-002",
  name: "database-has-a-customer-key",
  says: "Managed databases are encrypted with a customer key.",
  why: "Whoever holds the key decides who reads the data, also after a contract has ended.",
  fix: "Set `encryptionKeyName`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["SC-28(1)", "CC6.7", "GDPR 32"],
  source: "https://cloud.google.com/sql/docs/postgres/configure-cmek",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    // A replica in the primary's region has its key and takes no other.
    if (!isAbsent(at(inputs, "masterInstanceName")) && isAbsent(at(inputs, "encryptionKeyName")))
      return notApplicable("a replica has its primary's key");
    return judged(expectKey(at(inputs, "encryptionKeyName")), "the database has a customer key");
  },
};
