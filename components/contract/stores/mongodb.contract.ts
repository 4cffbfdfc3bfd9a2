import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import { UnsupportedError } from "../../kit/errors.ts";
import { mongodbAdmin } from "../../kit/databases/mongodb/mongodb.ts";
import { firstPort } from "../../kit/network/ports.ts";
import { mongodbNames } from "./mongodb-kit.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud's own service that speaks MongoDB's protocol must do, or be refused by name. */
export function describeMongodb(subject: ContractSubject): void {
  const { supported } = subject.capabilities["stores.mongodb.managed"];
  const facts = subject.facts.managedStores?.mongodb;

  describe("managed MongoDB", () => {
    it("says how it is reached exactly where there is any", () => {
      expect(facts !== undefined).toBe(supported);
    });

    if (!supported) {
      it("is refused by name, and its key with it", async () => {
        await expect(run(subject, (kit) => kit.mongodb())).rejects.toBeInstanceOf(UnsupportedError);
        expect(subject.capabilities["stores.mongodb.key"].supported).toBe(false);
      });
      return;
    }

    const reached = async () => {
      const { value, resources } = await run(subject, (kit) => kit.mongodb());
      return { resources, ...shape.parse(await value) };
    };

    it("is reached as its row says, over TLS and without retried writes", async () => {
      const { facts: given } = await reached();
      expect(given).toEqual(facts);
      // No service of a cloud has them; drivers ask for them unless they are told.
      expect(given.options).toMatchObject({ authSource: "admin", retryWrites: "false", tls: "true" });
      expect(given.ports).not.toEqual([]);
    });

    it("names a port where the scheme asks for one, and none where DNS is asked", async () => {
      const { facts: given, host } = await reached();
      const [port = 0] = given.ports.map(firstPort);
      if (given.scheme === "mongodb") expect(host.endsWith(`:${port}`)).toBe(true);
      else expect(host).not.toMatch(/:\d+$/);
    });

    it("has one administrator whose password is secret and made, not written", async () => {
      const { admin, secret, resources } = await reached();
      expect({ user: admin.user, secret }).toEqual({ user: mongodbAdmin, secret: true });
      expect(isUndecided(admin.password)).toBe(true);
      expect(JSON.stringify(made(resources, mongodbNames.mongodb).map(({ inputs }) => inputs))).not.toContain(
        `"${admin.password}"`,
      );
    });
  });
}

const ports = z.array(z.union([z.number(), z.strictObject({ first: z.number(), last: z.number() })]));

const shape = z.strictObject({
  facts: z.strictObject({
    scheme: z.enum(["mongodb", "mongodb+srv"]),
    options: z.record(z.string(), z.string()),
    authorities: z.string().startsWith("-----BEGIN CERTIFICATE-----\n").optional(),
    ports,
    rolesOf: z.enum(["database", "cluster"]),
  }),
  host: z.string().min(1),
  admin: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }),
  secret: z.boolean(),
});
