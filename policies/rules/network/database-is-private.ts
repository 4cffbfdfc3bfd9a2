import { at, expectValue, inputsOf, itemsOf, judged, violated } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Managed databases have private addresses only. */
export const databaseIsPrivate: ResourceRule = {
  id: "PK-NET-006",
  name: "database-is-private",
  says: "Managed databases have private addresses only.",
  why: "A database with a public address is one password away from being public itself.",
  fix: "Set `settings.ipConfiguration.ipv4Enabled: false` and a `privateNetwork`.",
  severity: "critical",
  pack: "security",
  levels: levels("mandatory", "mandatory", "mandatory"),
  exemptible: false,
  compliance: ["CIS-GCP 6.6", "CC6.6", "SC-7", "GDPR 32"],
  source: "https://cloud.google.com/sql/docs/postgres/private-ip",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) => {
    const config = at(inputsOf(resource), "settings", "ipConfiguration");
    const { items, findings } = itemsOf(at(config, "authorizedNetworks"));
    return judged(
      [
        // The default is true.
        ...expectValue(at(config, "ipv4Enabled"), "false", (value) => value === false),
        ...findings,
        ...items.map(({ path }) => violated(`${path} opens the database to a public block`)),
      ],
      "the database is reached from inside only",
    );
  },
};
