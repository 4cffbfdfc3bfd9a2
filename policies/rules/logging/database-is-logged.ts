import { at, expectValue, inputsOf, itemsOf, judged, textAt, violated } from "../../read.ts";
import { levels, type ResourceRule } from "../../rule.ts";

/** Databases log connections, checkpoints, waits for locks and audited statements. */
export const databaseIsLogged: ResourceRule = {
  id: "PK-LOG-004",
  name: "database-is-logged",
  says: "Databases log connections, checkpoints, waits for locks and audited statements.",
  why: "Without them nobody can say who read what, or why it was slow.",
  fix: "Set the flags log_connections, log_disconnections, log_checkpoints, log_lock_waits and cloudsql.enable_pgaudit to on.",
  severity: "medium",
  pack: "security",
  levels: levels("off", "advisory", "mandatory"),
  exemptible: true,
  compliance: ["CIS-GCP 6.2.2", "CIS-GCP 6.2.3", "AU-12"],
  source: "https://cloud.google.com/sql/docs/postgres/flags",
  appliesTo: ["gcp:sql/databaseInstance:DatabaseInstance"],
  judge: (resource) => {
    const inputs = inputsOf(resource);
    const { items, findings } = itemsOf(at(inputs, "settings", "databaseFlags"));
    const wrong = flags.flatMap((name) => {
      const flag = items.find((item) => textAt(at(item, "name")) === name);
      if (flag !== undefined) return expectValue(at(flag, "value"), `on, for ${name}`, (value) => value === "on");
      return findings.length > 0 ? [] : [violated(`settings.databaseFlags has no ${name}; it must be on`)];
    });
    return judged([...findings, ...wrong], "what happens is logged");
  },
};

const flags = ["log_connections", "log_disconnections", "log_checkpoints", "log_lock_waits", "cloudsql.enable_pgaudit"];
