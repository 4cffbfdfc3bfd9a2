import { describe, expect, it } from "vitest";
import { postgresLogging } from "./postgres-logging.ts";

describe("what a managed PostgreSQL writes down", () => {
  const byName = new Map(postgresLogging);

  it("is who came and went, and what changed a schema or a role", () => {
    for (const name of ["log_connections", "log_disconnections", "log_checkpoints", "log_lock_waits"])
      expect(byName.get(name)).toBe("on");
    expect(byName.get("pgaudit.log")?.split(",")).toEqual(["ddl", "role"]);
  });

  it("is no password, which only pgaudit hides, and no text of a statement that was slow", () => {
    expect(byName.get("log_statement")).toBe("none");
    expect(byName.get("log_min_duration_statement")).toBe("-1");
  });

  it("says each thing once, in order", () => {
    const names = postgresLogging.map(([name]) => name);
    expect(names).toEqual([...new Set(names)].sort());
  });
});
