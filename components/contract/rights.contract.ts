import { describe, expect, it } from "vitest";
import { z } from "zod";
import { refuses } from "./offers.contract.ts";
import { reachedFrom, Reader } from "./reader.contract.ts";
import { rightsNames, secretValue } from "./rights-kit.contract.ts";
import { made, run, type ContractSubject } from "./subject.contract.ts";

/** What every cloud must do about the rights of pods and the places of secrets, or refuse by name. */
export function describeRights(subject: ContractSubject): void {
  const { identities, "secretStore.managed": store, vault } = subject.capabilities;

  describe("workload identities", () => {
    it("are there exactly where the cluster's facts say how pods get them", () => {
      expect(subject.facts.podIdentity !== undefined).toBe(identities.supported);
    });

    if (!identities.supported) {
      it("are refused by name", () => refuses(subject, (kit) => kit.workloadIdentity({ grants: [] })));
      return;
    }

    it("are known only after all that is granted, and after the cluster is there", async () => {
      const { resources } = await run(subject, (kit) => new Reader("reader", kit.workloadIdentity()).urn);
      const reached = reachedFrom(resources, "reader");
      const own = made(resources, rightsNames.workloadIdentity);
      expect(own.length).toBeGreaterThan(0);
      expect(own.filter(({ urn }) => !reached.has(urn)).map(({ name }) => name)).toEqual([]);
      expect(made(resources, "shop-granted-cluster").some(({ urn }) => reached.has(urn))).toBe(true);
    });

    it("hold no secret: a pod proves who it is by its service account alone", async () => {
      const { resources } = await run(subject, (kit) => kit.workloadIdentity());
      const own = made(resources, rightsNames.workloadIdentity);
      expect(own.filter(({ type }) => /key|password|credential/i.test(type) && !keyless.test(type))).toEqual([]);
    });

    it("are asked for at addresses inside of the node, if at any", () => {
      for (const { cidr } of subject.facts.podIdentity?.tokenEndpoints ?? [])
        expect(cidr).toMatch(/^169\.254\..*\/32$/);
    });
  });

  describe("the store of secrets", () => {
    if (!store.supported) {
      it("is refused by name", () => refuses(subject, (kit) => kit.secretStore()));
      return;
    }

    it("gives an identifier for each secret, with a value or without", async () => {
      const { value } = await run(subject, (kit) => kit.secretStore());
      const ids = z.record(z.string(), z.string().min(1)).parse(await value);
      expect(Object.keys(ids).sort()).toEqual(["api-token", "empty"]);
      expect(new Set(Object.values(ids)).size).toBe(2);
    });

    it("shows no value in a plan, an output or an identifier", async () => {
      const { resources, value } = await run(subject, (kit) => kit.secretStore());
      expect(JSON.stringify([resources, await value])).not.toContain(secretValue);
      const marked = made(resources, rightsNames.secretStore).filter(({ inputs }) =>
        JSON.stringify(inputs).includes('"landbridge:secret":true'),
      );
      expect(marked.length).toBeGreaterThan(0);
    });
  });

  describe("Vault", () => {
    it("is unsealed by a key only where there are keys, identities and a store", () => {
      if (!vault.supported) return;
      expect([identities.supported, store.supported, subject.capabilities.keys.supported]).toEqual([true, true, true]);
    });

    if (!vault.supported) return;

    it("is told by its environment which seal it has and where the key is", async () => {
      const { value } = await run(subject, (kit) => kit.seal());
      const seal = z.record(z.string().regex(/^[A-Z][A-Z_]*$/), z.string().min(1)).parse(await value);
      expect(seal["VAULT_SEAL_TYPE"]).toMatch(/^[a-z]+$/);
      expect(Object.keys(seal).length).toBeGreaterThan(1);
    });
  });
}

// What ties a service account to an identity is called a credential, and holds none.
const keyless = /FederatedIdentityCredential$|:CryptoKeyIAMMember$/;
