import type { Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import type { CapabilityName } from "../cloud.ts";
import { UnsupportedError } from "../kit/errors.ts";
import { eventsNames, jobs, resized, told, waiting, work } from "./events-kit.contract.ts";
import { names, type Kit } from "./kit.contract.ts";
import { waitedFor } from "./reader.contract.ts";
import { made, run, type ContractSubject } from "./subject.contract.ts";

/** What every cloud must do that has queues, topics and functions. */
export function describeEvents(subject: ContractSubject): void {
  const can = (name: CapabilityName): boolean => subject.capabilities[name].supported;

  describe("events", () => {
    if (!can("events")) {
      it("are refused by name", async () => {
        await expect(run(subject, (kit) => kit.events())).rejects.toBeInstanceOf(UnsupportedError);
      });
      return;
    }

    it("say where each queue and topic is, and where what was set aside is", async () => {
      const { queues, topics } = await reached(subject, (kit) => kit.events());
      expect(Object.keys(queues).sort()).toEqual([jobs.name, told.name, waiting.name]);
      expect(Object.keys(topics)).toEqual(["done"]);
      for (const { url, deadLetters } of Object.values(queues)) expect(deadLetters).not.toBe(url);
    });

    it("let services read the queues that no function reads, and no other", async () => {
      const { queues } = await reached(subject, (kit) => kit.events());
      const readable = Object.entries(queues).filter(([, { reading }]) => reading !== null);
      expect(readable.map(([name]) => name).sort()).toEqual([told.name, waiting.name]);
    });

    it("are encrypted with the key before anybody is told of them", async () => {
      const waited = await waitedFor(subject, (kit) => kit.events({ functions: [] }));
      expect(waited(names.key)).toBe(can("keys"));
    });

    if (can("events.functions")) describeFunctions(subject);
    if (can("events.buckets"))
      it("get a bucket's changes only after the bucket may write to the queue", async () => {
        const queues = [{ ...resized, reader: undefined }];
        const { resources } = await run(subject, (kit) => kit.events({ queues, topics: [], functions: [] }));
        const own = made(resources, eventsNames.events);
        const bucket = new Set(made(resources, "shop-told-uploads").map(({ urn }) => urn));
        const tellers = own.filter(({ dependencies }) => dependencies.some((urn) => bucket.has(urn)));
        const others = new Set(own.filter((one) => !tellers.includes(one)).map(({ urn }) => urn));
        expect(tellers.length).toBeGreaterThan(0);
        expect(tellers.some(({ dependencies }) => dependencies.some((urn) => others.has(urn)))).toBe(true);
      });
  });
}

function describeFunctions(subject: ContractSubject): void {
  it("give each function an id, and an identity that is its own", async () => {
    const two = [work, { ...work, name: "toil", queue: waiting.name, publishes: [] }];
    const queues = [jobs, { ...waiting, reader: "toil" }];
    const { functions } = await reached(subject, (kit) =>
      kit.events({ queues, topics: ["done"], functions: [...two] }),
    );
    expect(Object.keys(functions).sort()).toEqual(["toil", "work"]);
    expect(new Set(Object.values(functions)).size).toBe(2);
  });

  it("call a function only after it may read its queue, and in the network", async () => {
    const waited = await waitedFor(subject, (kit) => kit.events());
    expect([waited(`${eventsNames.events}-queue-${jobs.name}`), waited(names.network)]).toEqual([true, true]);
  });

  it("pull a function's image from the environment's registry, and never by two names at once", async () => {
    const digest = `sha256:${"a".repeat(64)}`;
    const image = `commerce/work:1.0.0@${digest}`;
    const plan = JSON.stringify(
      made(
        (await run(subject, (kit) => kit.events({ functions: [{ ...work, image }] }))).resources,
        eventsNames.events,
      ),
    );
    expect(plan).toContain(`commerce/work@${digest}`);
    expect(plan).not.toContain(`1.0.0@${digest}`);
  });
}

async function reached(subject: ContractSubject, build: (kit: Kit) => Output<unknown>) {
  return shape.parse(await (await run(subject, build)).value);
}

const target = z.strictObject({ url: z.string().min(1), id: z.string().min(1) });

const shape = z.strictObject({
  queues: z.record(z.string(), target.extend({ deadLetters: z.string().min(1), reading: target.nullable() })),
  topics: z.record(z.string(), target),
  functions: z.record(z.string(), z.string().min(1)),
});
