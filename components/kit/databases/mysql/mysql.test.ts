import { describe, expect, it } from "vitest";
import { mysql } from "../../../../environments/schema/stores/stores.ts";
import { databaseName } from "../postgres/postgres-names.ts";
import {
  decideMysqlVersion,
  givenMysqlDatabases,
  mysqlAdmin,
  mysqlDatabase,
  mysqlUser,
  mysqlUserLimit,
  mysqlVersions,
} from "./mysql.ts";

describe("the version of a MySQL store", () => {
  it("is its engine's newest where none is wished for, and else the one that is", () => {
    expect(decideMysqlVersion({ engine: "mysql" })).toBe("8.4");
    expect(decideMysqlVersion({ engine: "mariadb" })).toBe("11.8");
    expect(decideMysqlVersion({ engine: "mariadb", version: "11.4" })).toBe("11.4");
  });

  it("is one of those that a file may name", () => {
    for (const version of Object.values(mysqlVersions).flat()) {
      expect(mysql.parse({ kind: "mysql", version }).version).toBe(version);
    }
  });
});

describe("the admin of a server", () => {
  // https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateDBInstance.html
  it("has a name that RDS takes: 16 letters or digits, beginning with a letter", () => {
    expect(mysqlAdmin).toMatch(/^[A-Za-z][A-Za-z0-9]{0,15}$/);
  });

  // https://learn.microsoft.com/azure/mysql/flexible-server/how-to-create-users
  it("is called like nobody that a cloud or an engine keeps to itself", () => {
    const taken = ["admin", "administrator", "azure_superuser", "guest", "mysql", "public", "rdsadmin", "root", "sa"];
    expect(taken).not.toContain(mysqlAdmin);
  });
});

describe("the account of a service", () => {
  // https://dev.mysql.com/doc/refman/8.4/en/user-names.html
  it("fits MySQL's 32 characters, however long domain and service are", () => {
    const longest = `${"d".repeat(30)}-${"s".repeat(30)}`;
    expect(mysqlUserLimit).toBe(32);
    expect(mysqlUser(longest)).toHaveLength(32);
    expect(mysqlUser("commerce-order")).toBe("commerce-order");
  });

  it("stays another's where only the end differs", () => {
    const begin = "commerce-report-of-all-things-that-were-";
    expect(mysqlUser(`${begin}sold`)).not.toBe(mysqlUser(`${begin}lent`));
  });
});

describe("the database of a store", () => {
  it("has no character that a right's pattern reads as any other, unlike PostgreSQL's", () => {
    expect(mysqlDatabase("order-items")).toBe("order-items");
    expect(databaseName("order-items")).toContain("_");
  });

  it("is within 64 characters for every store's name", () => {
    expect(mysqlDatabase("a".repeat(30)).length).toBeLessThanOrEqual(64);
  });

  it("is known to be taken where every server has it", () => {
    expect(givenMysqlDatabases).toEqual(["information_schema", "mysql", "performance_schema", "sys"]);
  });
});
