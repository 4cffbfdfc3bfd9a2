import { describe, expect } from "vitest";
import { names, type Build } from "./kit.contract.ts";
import { offersOf, refuses } from "./offers.contract.ts";
import { reachedFrom, Reader } from "./reader.contract.ts";
import { made, run, type ContractSubject } from "./subject.contract.ts";

/** What every cloud must do for keys: whoever uses one has the right to it before. */
export function describeKeys(subject: ContractSubject): void {
  const { offered, notOffered } = offersOf(subject);

  describe("keys", () => {
    offered("keys")("are known only after the right to use them", async () => {
      const taken = (users?: []): Build => {
        return (kit) => new Reader("reader", kit.key(users === undefined ? {} : { users })).urn;
      };
      const [granted, bare] = [await run(subject, taken()), await run(subject, taken([]))];
      const always = new Set(made(bare.resources, names.key).map(({ urn }) => urn));
      const grants = made(granted.resources, names.key).filter(({ urn }) => !always.has(urn));
      const reached = reachedFrom(granted.resources, "reader");
      expect(grants.map(({ name, urn }) => ({ name, waitedFor: reached.has(urn) }))).toEqual(
        grants.map(({ name }) => ({ name, waitedFor: true })),
      );
    });

    notOffered("keys")("are refused by name", () => refuses(subject, (kit) => kit.key()));
  });
}
