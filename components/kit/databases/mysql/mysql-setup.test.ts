import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { decideMysqlSetup, type MysqlLogin } from "./mysql-setup.ts";

const order: MysqlLogin = { name: "commerce-order", access: "read-write" };
const report: MysqlLogin = { name: "commerce-report", access: "read" };
const long: MysqlLogin = { name: "commerce-report-of-all-things-that-were-sold", access: "read" };
const engines = ["mysql", "mariadb"] as const;

const authorities = "/etc/landbridge/authorities/order-items.pem";

const filesFor = (engine: (typeof engines)[number], ...logins: MysqlLogin[]) =>
  decideMysqlSetup({ engine, database: "order-items", logins, authorities, proof: "name" });

// Tried on MySQL 9.7 and MariaDB 11.8 with the admin that RDS gives, who has no SUPER, and on MySQL with and without
// `partial_revokes`: twice in a row, with a login gone and back, one that may only read from then on, and views made by it.
describe.each(engines)("the setup of a managed server of %s", (engine) => {
  it("asks for a certificate by a known authority and of the server's name", () => {
    const script = filesFor(engine, order)["setup.sh"];
    expect(script).toContain(
      engine === "mysql" ? "--ssl-mode=VERIFY_IDENTITY --ssl-ca=" : "--ssl --ssl-verify-server-cert --ssl-ca=",
    );
    expect(script).toContain(` --ssl-ca=${authorities} `);
  });

  it("knows a server by its authority alone only where its client can", () => {
    const wish = { engine, database: "order-items", logins: [order], authorities, proof: "authority" } as const;
    if (engine === "mysql") expect(decideMysqlSetup(wish)["setup.sh"]).toContain("--ssl-mode=VERIFY_CA --ssl-ca=");
    else expect(() => decideMysqlSetup(wish)).toThrow("nothing but its name");
  });

  it("makes the database where it isn't there, and may run again", () => {
    expect(filesFor(engine)["database.sql"]).toContain(
      "CREATE DATABASE IF NOT EXISTS `order-items` CHARACTER SET utf8mb4;",
    );
  });

  it("gives rights to the one database only, and none that only SUPER has", () => {
    const grants = filesFor(engine, order, report)
      ["rights.sql"].split("\n")
      .filter((line) => / ON /.test(line));
    for (const line of grants) expect(line).toMatch(/ ON `order-items`\.\* (?:TO|FROM) 'commerce-[a-z]+'@'%';$/);
    expect(grants.join("\n")).not.toMatch(/\bALL\b|SUPER|FILE|GRANT OPTION|CREATE USER|RELOAD|SYSTEM/);
  });

  it("lets who may read read, and takes what it could write before", () => {
    const lines = filesFor(engine, report)
      ["rights.sql"].split("\n")
      .filter((line) => / ON /.test(line));
    expect(lines[0]).toBe("GRANT SELECT, SHOW VIEW ON `order-items`.* TO 'commerce-report'@'%';");
    expect(lines[1]).toMatch(/^REVOKE (?:IF EXISTS )?INSERT, UPDATE, DELETE, CREATE, ALTER, DROP, /);
  });

  it("lets who may write make tables, views and routines of its own", () => {
    const sql = filesFor(engine, order)["rights.sql"];
    for (const right of [
      "SELECT",
      "INSERT",
      "CREATE",
      "ALTER",
      "DROP",
      "INDEX",
      "CREATE VIEW",
      "CREATE ROUTINE",
      "TRIGGER",
    ])
      expect(sql).toMatch(new RegExp(`GRANT .*\\b${right}[, ].*TO 'commerce-order'`));
    expect(sql).not.toContain("REVOKE");
  });

  it("makes accounts that take TLS only, and unlocks those that come back", () => {
    const script = filesFor(engine, order)["setup.sh"];
    expect(script).toContain("$verb USER '$2'@'%' $way REQUIRE SSL ACCOUNT UNLOCK");
    expect(script).toContain("login commerce-order commerce-order\n");
  });

  it("changes an account that is there, since making it again fails once it has made a view", () => {
    expect(filesFor(engine, order)["setup.sh"]).toContain('case "$there" in 0) verb=CREATE ;; *) verb=ALTER ;; esac');
    expect(Object.values(filesFor(engine, order)).join("")).not.toContain("CREATE USER IF NOT EXISTS");
  });

  it("reads a password by the login's name and gives it to the account's, which may be shorter", () => {
    expect(filesFor(engine, long)["setup.sh"]).toContain(
      "login commerce-report-of-all-things-that-were-sold commerce-report-of-all-th-9ca565\n",
    );
  });

  it("locks ours that nobody wishes for any more, and nobody else's", () => {
    const sql = filesFor(engine, order)["leavers.sql"];
    const [seen = "", leave = ""] = sql.split("\n");
    expect(seen).toMatch(/^SELECT COUNT\(\*\) .* AND USER IN \('', 'commerce-order'\);$/);
    expect(leave).toMatch(/ACCOUNT LOCK;'\) FROM .* AND USER NOT IN \('', 'commerce-order'\) ORDER BY USER;$/);
    expect(leave).toContain(engine === "mysql" ? "'$.landbridge' = 'login'" : "ROLE = 'landbridge_logins'");
    expect(sql).not.toContain("DROP");
  });

  it("fails where the admin doesn't see the accounts that it made", () => {
    expect(filesFor(engine, order, report)["setup.sh"]).toContain('[ "$seen" = 2 ] || {');
  });

  it("puts no password on a command line", () => {
    const script = filesFor(engine, order)["setup.sh"];
    for (const line of script.split("\n").filter((each) => each.includes("$password") || each.includes("$way")))
      expect(line).toMatch(/^ {2}(?:password=|case |"" |way=\$\(identified |printf )|^ {4}"" \|/);
    expect(script).not.toMatch(/--password|-p"/);
  });

  it("speaks TLS or not at all", () => {
    const script = filesFor(engine)["setup.sh"];
    expect(script).toContain(
      engine === "mysql" ? "mysql --no-defaults --ssl-mode=VERIFY_IDENTITY" : "mariadb --no-defaults --ssl ",
    );
  });
});

/** What the script's own `identified` says of a password. */
function identified(engine: (typeof engines)[number], password: string): string {
  const script = filesFor(engine)["setup.sh"];
  const begin = script.indexOf("identified() {");
  const body = script.slice(begin, script.indexOf("\n}\n", begin) + 3);
  return execFileSync("/bin/sh", ["-c", `${body}identified "$1"`, "sh", password], { encoding: "utf8" });
}

describe("a password on its way to the server", () => {
  // https://mariadb.com/docs/server/reference/sql-functions/secondary-functions/encryption-hashing-and-compression-functions/password
  it("is a hash to MariaDB, which writes its binary log as it is told", () => {
    for (const password of ["Secret06140ba4b4704b207734", "a", "AnotherPassword2"]) {
      const inner = createHash("sha1").update(password).digest();
      const hash = createHash("sha1").update(inner).digest("hex").toUpperCase();
      expect(identified("mariadb", password)).toBe(`IDENTIFIED VIA mysql_native_password USING '*${hash}'`);
    }
  });

  it("is itself to MySQL, which writes a hash into its logs", () => {
    expect(identified("mysql", "Secret1")).toBe("IDENTIFIED BY 'Secret1'");
  });
});
