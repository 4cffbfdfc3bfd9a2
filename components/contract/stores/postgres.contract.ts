import { describe, expect } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import { postgresAdmin } from "../../kit/databases/postgres/postgres-names.ts";
import { ports } from "../../kit/network/ports.ts";
import { wishes } from "../kit.contract.ts";
import { offersOf, refuses } from "../offers.contract.ts";
import { run, type ContractSubject } from "../subject.contract.ts";
import { expectProof } from "./server-proof.contract.ts";

/** What every cloud's own PostgreSQL must do, or be refused by name. */
export function describePostgres(subject: ContractSubject): void {
  const { offered, notOffered } = offersOf(subject);

  describe("managed PostgreSQL", () => {
    offered("stores.postgres.managed")(
      "is reached at the usual port, as the admin that every cloud takes",
      async () => {
        const { value } = await run(subject, (kit) => kit.postgres());
        const port = ports.postgres;
        const admin = { user: postgresAdmin };
        expect(await value).toMatchObject({ readWrite: { port }, readOnly: { port }, admin });
      },
    );

    offered("stores.postgres.managed")("has a password that is secret and made, not written", async () => {
      const { value, resources } = await run(subject, (kit) => kit.postgres());
      const { admin, secret } = serverShape.parse(await value);
      const plan = JSON.stringify(resources.map(({ inputs }) => inputs));
      expect({ secret, made: isUndecided(admin.password) }).toEqual({ secret: true, made: true });
      expect(plan.includes(admin.password)).toBe(false);
    });

    offered("stores.postgres.managed")("tells who signed its certificate, and by what clients know it", () =>
      expectProof(subject, (kit) => kit.postgres()),
    );

    offered("stores.postgres.managed")("answers reads elsewhere only where it has a replica", async () => {
      const hosts = async (replicas: number): Promise<number> => {
        const wish = { ...wishes.postgres, replicas };
        const { readWrite, readOnly } = serverShape.parse(
          await (
            await run(subject, (kit) => kit.postgres({ wish }))
          ).value,
        );
        return new Set([readWrite.host, readOnly.host]).size;
      };
      expect([await hosts(0), await hosts(1)]).toEqual([1, 2]);
    });

    notOffered("stores.postgres.managed")("is refused by name", () => refuses(subject, (kit) => kit.postgres()));
  });
}

const endpointShape = z.object({ host: z.string(), port: z.number() });

const serverShape = z.object({
  readWrite: endpointShape,
  readOnly: endpointShape,
  admin: z.object({ user: z.string(), password: z.string() }),
  secret: z.boolean(),
});
