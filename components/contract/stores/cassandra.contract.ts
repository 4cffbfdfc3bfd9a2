import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import { UnsupportedError } from "../../kit/errors.ts";
import { names, type Build } from "../kit.contract.ts";
import { waitedFor } from "../reader.contract.ts";
import { run, type ContractSubject } from "../subject.contract.ts";
import { cassandraNames, cassandraUsers } from "./cassandra-kit.contract.ts";

/** What every cloud's keyspaces must do, or be refused by name. */
export function describeCassandra(subject: ContractSubject): void {
  const { "stores.cassandra.managed": managed, identities } = subject.capabilities;
  const facts = subject.facts.managedStores?.cassandra;
  const build: Build = (kit) => kit.cassandra();
  const reached = async () => {
    const { value, resources } = await run(subject, build);
    return { resources, ...shape.parse(await value) };
  };

  describe("managed keyspaces", () => {
    it("are known beforehand by port and mechanism exactly where there are any", () => {
      expect(facts !== undefined).toBe(managed.supported);
    });

    if (!managed.supported) {
      it("are refused by name", async () => {
        await expect(run(subject, build)).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    it("are reached at the port and by the mechanism that its row says", async () => {
      const { access } = await reached();
      expect({ port: access.endpoint.port, mechanism: access.mechanism }).toEqual(facts);
      expect(access.endpoint.host).toMatch(/^[^:/]|^\$\{/);
    });

    it("have the name that they were given", async () => {
      expect((await reached()).access.keyspace).toBe("shop_history");
    });

    it("have a login for each service, or none where services log in by their identity, which there is", async () => {
      const { logins, mechanism } = (await reached()).access;
      const byIdentity = mechanism === "SIGV4";
      expect(Object.keys(logins).sort()).toEqual(byIdentity ? [] : cassandraUsers.map(({ name }) => name));
      if (byIdentity) expect(identities.supported).toBe(true);
    });

    it("have passwords that are secret and made, and another for who only reads", async () => {
      const { access, secret, resources } = await reached();
      const passwords = Object.values(access.logins).map(({ password }) => password);
      expect(secret).toEqual(passwords.map(() => true));
      expect(new Set(passwords).size).toBe(passwords.length);
      expect(passwords.map((password) => isUndecided(password))).toEqual(passwords.map(() => true));
      const plan = JSON.stringify(resources.map(({ inputs }) => inputs));
      expect(passwords.filter((password) => plan.includes(password))).toEqual([]);
    });

    it("are told of after their network is ready, their key may be used and all their tables are there", async () => {
      const found = await waitedFor(subject, (kit) => kit.cassandra());
      expect({
        network: found(names.network),
        key: found(names.key),
        table: found(`${cassandraNames.cassandra}-table-orders_by_customer`),
      }).toEqual({ network: true, key: subject.capabilities.keys.supported, table: true });
    });
  });
}

const text = z.string().min(1);

const shape = z.strictObject({
  access: z.strictObject({
    kind: z.literal("cassandra"),
    endpoint: z.strictObject({ host: text, port: z.number() }),
    keyspace: text,
    datacenter: text,
    mechanism: z.enum(["SIGV4", "PLAIN"]),
    logins: z.record(z.string(), z.strictObject({ user: text, password: text })),
  }),
  id: text,
  secret: z.array(z.boolean()),
});
