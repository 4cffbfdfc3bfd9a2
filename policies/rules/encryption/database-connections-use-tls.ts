import { at, expectValue, inputsOf, judged } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases refuse connections in the clear. */
export const databaseConnectionsUseTls: ResourceRule = {
  id: "PK-ENC-009",
  name: "database-connections-use-tls",
  says: "Managed databases refuse connections in the clear.",
  why: "Passwords and rows cross machines of others on their way.",
  fix: "Set `settings.ipConfiguration.sslMode: ENCRYPTED_ONLY`.",
  severity: "high",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.4", "SC-8(1)", "CC6.7"],
  source: "https://cloud.google.com/sql/docs/postgres/configure-ssl-instance",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) =>
    judged(
      // The default lets connections in the clear in.
      expectValue(
        at(inputsOf(resource), "settings", "ipConfiguration", "sslMode"),
        "ENCRYPTED_ONLY or TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
        (value) => value === "ENCRYPTED_ONLY" || value === "TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
      ),
      "connections use TLS",
    ),
};
