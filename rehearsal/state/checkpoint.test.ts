import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { beforeAll, expect, test } from "vitest";
import { z } from "zod";
import { canonicalJson } from "../../components/kit/names.ts";
import { CorruptStateError } from "../errors.ts";
import { readCheckpoint, up } from "../rehearse.ts";
import { inFolder } from "../testing/in-folder.ts";
import { samplePlatform } from "../testing/sample-plan.ts";
import {
  emptyCheckpoint,
  parseCheckpoint,
  renderCheckpoint,
  type Checkpoint,
  type ResourceState,
} from "./checkpoint.ts";

// As another program reads it.
const written = z.object({
  version: z.number(),
  deployment: z.object({
    manifest: z.object({ magic: z.string(), version: z.string() }),
    resources: z.array(z.object({ type: z.string() })),
  }),
});

let sample: Checkpoint = emptyCheckpoint;
beforeAll(async () => {
  sample = await inFolder(async (root) => {
    await up(samplePlatform({ services: 2 }), { root });
    return readCheckpoint("sample-local", { root });
  });
});

function parse(bytes: Uint8Array): Checkpoint {
  return parseCheckpoint(bytes, "state.json", "restore it");
}

function problems(bytes: Uint8Array): readonly string[] {
  try {
    parse(bytes);
    return [];
  } catch (error) {
    if (!(error instanceof CorruptStateError)) throw error;
    expect(error.findings.every(({ file, wayOut }) => file === "state.json" && wayOut === "restore it")).toBe(true);
    return error.findings.map(({ problem }) => problem);
  }
}

/** Problems of a checkpoint whose checksum was made anew, so that only its content can give it away. */
function problemsOf(resources: readonly ResourceState[]): readonly string[] {
  return problems(Buffer.from(renderCheckpoint({ ...sample, resources })));
}

function changed(urnEnd: string, change: Partial<ResourceState>): ResourceState[] {
  return sample.resources.map((resource) => (resource.urn.endsWith(urnEnd) ? { ...resource, ...change } : resource));
}

test("reads back what it writes, byte for byte", () => {
  const text = renderCheckpoint(sample);
  expect(renderCheckpoint(parse(Buffer.from(text)))).toBe(text);
});

test("writes Pulumi's deployment format: version 3, magic of the version, the stack first, providers by id", () => {
  const { version, deployment } = written.parse(JSON.parse(renderCheckpoint(sample)));
  expect(version).toBe(3);
  expect(deployment.manifest.magic).toBe(createHash("sha256").update(deployment.manifest.version).digest("hex"));
  expect(deployment.resources[0]?.type).toBe("pulumi:pulumi:Stack");
  const provider = sample.resources.find(({ type }) => type === "pulumi:providers:gcp");
  const network = sample.resources.find(({ type }) => type.endsWith(":Network"));
  expect(network?.provider).toBe(`${provider?.urn ?? ""}::${provider?.id ?? ""}`);
});

test("1,000 random mutants are noticed or leave the content as it is", () => {
  const original = Buffer.from(renderCheckpoint(sample));
  const content = canonicalJson(parse(original));
  const mutants = fc.oneof(
    fc.nat(original.length - 1).map((at) => original.subarray(0, at)),
    fc.tuple(fc.nat(original.length - 1), fc.nat(7)).map(([at, bit]) => {
      const copy = Buffer.from(original);
      copy[at] = (copy[at] ?? 0) ^ (1 << bit);
      return copy;
    }),
    fc
      .tuple(fc.nat(original.length - 1), fc.nat(400))
      .map(([at, length]) => Buffer.concat([original.subarray(0, at), original.subarray(at + length)])),
    fc
      .tuple(fc.nat(original.length - 1), fc.uint8Array({ minLength: 1, maxLength: 9 }))
      .map(([at, bytes]) => Buffer.concat([original.subarray(0, at), bytes, original.subarray(at)])),
  );
  let noticed = 0;
  fc.assert(
    fc.property(mutants, (mutant) => {
      if (problems(mutant).length > 0) noticed += 1;
      else expect(canonicalJson(parse(mutant))).toBe(content);
    }),
    { numRuns: 1000 },
  );
  expect(noticed).toBeGreaterThan(900);
});

test("names what kind of damage a file has", () => {
  const text = renderCheckpoint(sample);
  expect(problems(Buffer.alloc(0))).toEqual(["it is empty"]);
  expect(problems(gzipSync(text).subarray(0, 100))).toEqual(["it is compressed (gzip), not JSON"]);
  expect(problems(Buffer.from([0x7b, 0xff, 0xfe]))).toEqual(["it isn't UTF-8"]);
  expect(problems(Buffer.from(text.slice(0, -10)))).toEqual(["it isn't whole JSON; it was cut off or changed by hand"]);
  expect(problems(Buffer.from(text.replace('"version": 3', '"version": 4')))[0]).toMatch(/^version: /);
  expect(problems(Buffer.from(text.replace('"protect": true', '"protect": "no"')))[0]).toMatch(/protect: /);
  expect(problems(Buffer.from(text.replace('"protect": true', '"protect": false')))).toEqual([
    "its contents don't fit its checksum; it was changed or damaged after it was written",
  ]);
});

test("each broken relation between resources is named, also under a fresh checksum", () => {
  const without = (end: string) => problemsOf(sample.resources.filter(({ urn }) => !urn.endsWith(end)));
  expect(problemsOf(sample.resources)).toEqual([]);
  expect(without("::net").join("\n")).toMatch(/its dependency .*::net is missing/);
  expect(without("::service-0").join("\n")).toMatch(/its parent .*::service-0 is missing/);
  expect(without("::objects").join("\n")).toMatch(/its provider .* is missing/);
  expect(problemsOf(sample.resources.toReversed()).join("\n")).toMatch(/comes after it/);
  expect(problemsOf([...sample.resources, ...sample.resources.slice(-1)])[0]).toMatch(/is there 2 times/);
  expect(problemsOf(changed("::cluster", { type: "gcp:container/other:Other" })).join("\n")).toMatch(
    /its URN says otherwise/,
  );
  expect(problemsOf(changed("::cluster", { id: "" })).join("\n")).toMatch(/has no id/);
  expect(problemsOf(changed("::service-0", { id: "x" })).join("\n")).toMatch(/is a component and has an id/);
  expect(problemsOf(changed("::pool", { deletedWith: "urn:pulumi:a::b::c::d" })).join("\n")).toMatch(
    /its deletedWith .* is missing/,
  );
  expect(problemsOf(changed("::pool", { propertyDependencies: { cluster: ["gone"] } })).join("\n")).toMatch(
    /its dependency \(of cluster\) gone is missing/,
  );
});
