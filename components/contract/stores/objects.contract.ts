import { describe, expect } from "vitest";
import { z } from "zod";
import { names } from "../kit.contract.ts";
import { offersOf, refuses } from "../offers.contract.ts";
import { made, run, type ContractSubject } from "../subject.contract.ts";

/** What every cloud must do for objects and for images, or refuse by name. */
export function describeObjects(subject: ContractSubject): void {
  const { offered, notOffered } = offersOf(subject);

  describe("object store", () => {
    offered("buckets")("says where it is", async () => {
      const { value } = await run(subject, (kit) => kit.objectStore());
      expect(z.array(z.string()).parse(await value)).not.toContain("");
    });

    notOffered("buckets")("is refused by name", () => refuses(subject, (kit) => kit.objectStore()));

    offered("buckets.accessLogs")("is written down by its place of logs, which is there first", async () => {
      const { resources } = await run(subject, (kit) => kit.objectStore({ accessLogs: true }));
      const places = new Set(made(resources, names.accessLogs).map(({ urn }) => urn));
      const writers = made(resources, names.objectStore).filter(({ dependencies }) =>
        dependencies.some((urn) => places.has(urn)),
      );
      expect(writers.length).toBeGreaterThan(0);
    });

    notOffered("buckets.accessLogs")("has no place of logs, which is refused by name", () =>
      refuses(subject, (kit) => kit.accessLogs()),
    );
  });

  describe("registry", () => {
    offered("registry.managed")("gives a host without a scheme and without a slash at its end", async () => {
      const { value } = await run(subject, (kit) => kit.registry());
      expect(await value).toMatch(/^(?!https?:).*[^/]$/);
    });

    notOffered("registry.managed")("is refused by name", () => refuses(subject, (kit) => kit.registry()));
  });
}
