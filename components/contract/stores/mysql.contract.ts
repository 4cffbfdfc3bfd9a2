import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import { UnsupportedError } from "../../kit/errors.ts";
import { mysqlAdmin } from "../../kit/databases/mysql/mysql.ts";
import { ports } from "../../kit/network/ports.ts";
import { mysqlNames, mysqlWish } from "./mysql-kit.contract.ts";
import { expectProof } from "./server-proof.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud's own MySQL and MariaDB must do, or be refused by name. */
export function describeMysql(subject: ContractSubject): void {
  const can = (engine: "mysql" | "mariadb"): boolean => subject.capabilities[`stores.${engine}.managed`].supported;

  for (const engine of ["mysql", "mariadb"] as const) {
    describe(`managed ${engine}`, () => {
      if (can(engine)) describeEngine(subject, engine);
      else
        it("is refused by name", async () => {
          const refused = run(subject, (kit) => kit.mysql({ wish: { ...mysqlWish, engine } }));
          await expect(refused).rejects.toBeInstanceOf(UnsupportedError);
        });
    });
  }

  it("offers a server in another region only where it offers servers", () => {
    const offered = subject.capabilities["stores.mysql.secondaryRegion"].supported;
    expect(offered && !can("mysql") && !can("mariadb")).toBe(false);
  });
}

function describeEngine(subject: ContractSubject, engine: "mysql" | "mariadb"): void {
  const reached = async (replicas = 1) => {
    const wish = { ...mysqlWish, engine, replicas };
    const { value, resources } = await run(subject, (kit) => kit.mysql({ wish }));
    return { resources, ...shape.parse(await value) };
  };

  it("is reached at the usual port, as the admin that every cloud takes", async () => {
    const port = ports.mysql;
    expect(await reached()).toMatchObject({ readWrite: { port }, readOnly: { port }, admin: { user: mysqlAdmin } });
  });

  it("has a password that is secret and made, not written", async () => {
    const { admin, secret, resources } = await reached();
    const plan = JSON.stringify(made(resources, mysqlNames.mysql).map(({ inputs }) => inputs));
    expect({ secret, made: isUndecided(admin.password) }).toEqual({ secret: true, made: true });
    expect(plan.includes(admin.password)).toBe(false);
  });

  it("tells who signed its certificate, and by what clients know it", () =>
    expectProof(subject, (kit) => kit.mysql({ wish: { ...mysqlWish, engine } })));

  it("answers reads elsewhere only where it has a replica", async () => {
    const hosts = async (replicas: number): Promise<number> => {
      const { readWrite, readOnly } = await reached(replicas);
      return new Set([readWrite.host, readOnly.host]).size;
    };
    expect([await hosts(0), await hosts(1)]).toEqual([1, 2]);
  });
}

const endpoint = z.strictObject({ host: z.string().min(1), port: z.number() });

const shape = z.strictObject({
  readWrite: endpoint,
  readOnly: endpoint,
  admin: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }),
  authorities: z.string(),
  proof: z.string(),
  secret: z.boolean(),
});
