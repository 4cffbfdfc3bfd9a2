import { describe, expect, it } from "vitest";
import { z } from "zod";
import { UnsupportedError } from "../../kit/errors.ts";
import { run, type ContractSubject } from "../subject.contract.ts";

const shape = z.object({
  stateUrl: z.string(),
  secretsProvider: z.string(),
  identities: z.array(
    z.object({ purpose: z.string(), id: z.string().min(1), login: z.record(z.string(), z.string().min(1)) }),
  ),
});

/** What every cloud must do for its accounts. */
export function describeBootstrap(subject: ContractSubject): void {
  describe("bootstrap", () => {
    if (!subject.capabilities.bootstrap.supported) {
      it("is refused by name", async () => {
        await expect(run(subject, (kit) => kit.bootstrap())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    const bring = async (change: Parameters<Parameters<Parameters<typeof run>[1]>[0]["bootstrap"]>[0] = {}) => {
      const { value, resources } = await run(subject, (kit) => kit.bootstrap(change));
      return { ...shape.parse(await value), resources };
    };

    it("says where state is as pulumi login takes it, and what encrypts its secrets as pulumi stack init does", async () => {
      const { stateUrl, secretsProvider } = await bring();
      expect(stateUrl).toMatch(/^[a-z0-9]+:\/\/./);
      expect(secretsProvider).toMatch(/^[a-z]+:\/\/./);
    });

    it("has one identity that reads and one that changes, and none without trust", async () => {
      expect((await bring()).identities.map(({ purpose }) => purpose)).toEqual(["preview", "up"]);
      expect((await bring({ trust: undefined })).identities).toEqual([]);
    });

    it("makes no password and no key of an account", async () => {
      const { resources } = await bring();
      const types = resources
        .map(({ type }) => type)
        .filter((type) => /password|accessKey|serviceaccount\/key/i.test(type));
      expect(types).toEqual([]);
    });
  });
}
