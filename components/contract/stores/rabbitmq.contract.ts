import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isUndecided } from "../../../plan/planned-resource.ts";
import { UnsupportedError } from "../../kit/errors.ts";
import { ports } from "../../kit/network/ports.ts";
import { rabbitmqNames } from "./rabbitmq-kit.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud's own RabbitMQ must do, or be refused by name. */
export function describeRabbitmq(subject: ContractSubject): void {
  const { supported } = subject.capabilities["stores.rabbitmq.managed"];
  const facts = subject.facts.managedStores?.rabbitmq;

  describe("managed RabbitMQ", () => {
    it("says how it is reached exactly where there is any", () => {
      expect(facts !== undefined).toBe(supported);
    });

    if (!supported) {
      it("is refused by name", async () => {
        await expect(run(subject, (kit) => kit.rabbitmq())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    const reached = async () => {
      const { value, resources } = await run(subject, (kit) => kit.rabbitmq());
      return { resources, ...shape.parse(await value) };
    };

    it("speaks AMQP over TLS at its usual port, and its management API at the port that its row says", async () => {
      const { endpoint, management } = await reached();
      expect(endpoint.port).toBe(ports.rabbitmq);
      expect({ port: endpoint.port, managementPort: management.port }).toEqual(facts);
      expect(endpoint.host).toMatch(/^[^:/]|^\$\{/);
      expect(management.host).toBe(endpoint.host);
    });

    it("has one administrator whose password is secret and made, not written", async () => {
      const { admin, secret, resources } = await reached();
      expect(secret).toBe(true);
      expect(isUndecided(admin.password)).toBe(true);
      expect(JSON.stringify(made(resources, rabbitmqNames.rabbitmq).map(({ inputs }) => inputs))).not.toContain(
        `"${admin.password}"`,
      );
    });
  });
}

const endpoint = z.strictObject({ host: z.string().min(1), port: z.number() });

const shape = z.strictObject({
  endpoint,
  management: endpoint,
  admin: z.strictObject({ user: z.string().min(1), password: z.string().min(1) }),
  secret: z.boolean(),
});
