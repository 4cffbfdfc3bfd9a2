import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { expect, test } from "vitest";
import { UsageError } from "../components/kit/errors.ts";
import { placeholder, secretMarker } from "../plan/planned-resource.ts";
import { CorruptStateError, ProtectedError, ProviderFailure } from "./errors.ts";
import { killAt, SimulatedKill } from "./faults.ts";
import { destroy, readCheckpoint, restore, unprotect, up } from "./rehearse.ts";
import { refresh } from "./refresh.ts";
import { stackFiles } from "./state/stack-files.ts";
import { allFiles, compareFiles, consistent } from "./testing/oracle.ts";
import { inFolder } from "./testing/in-folder.ts";
import { samplePlan, samplePlatform, sampleResource } from "./testing/sample-plan.ts";

const stack = "sample-local";

function kill(): never {
  throw new SimulatedKill("the run was killed");
}

test("up makes what is planned, in order, and reports each step and the outputs", async () => {
  await inFolder(async (root) => {
    const told: string[] = [];
    const result = await up(samplePlatform(), { root, onStep: ({ urn }) => void told.push(urn) });
    expect(result.summary).toEqual({ same: 0, create: 58, update: 0, replace: 0, delete: 0, read: 0 });
    expect(told).toEqual(result.steps.map(({ urn }) => urn));
    expect(told[0]).toMatch(/pulumi:pulumi:Stack::/);
    expect(told.findIndex((urn) => urn.endsWith("::net"))).toBeLessThan(
      told.findIndex((urn) => urn.endsWith("::subnet")),
    );
    expect(result.outputs["endpoint"]).toMatch(/^[0-9a-f]{12}\.rehearsal\.invalid$/);
    expect(result.outputs["password"]).toMatchObject({ plaintext: '"[rehearsal: withheld]"' });
  });
});

test("the same stack gives the same bytes on another day and in another place", async () => {
  const bytes = () =>
    inFolder(async (root) => {
      await up(samplePlatform(), { root });
      await up(samplePlatform({ image: "2.0.0" }), { root });
      return readFileSync(stackFiles(root, stack).state, "utf8");
    });
  expect(await bytes()).toBe(await bytes());
});

test("300 resources are made, found unchanged, and deleted in well under two seconds each", async () => {
  await inFolder(async (root) => {
    const plan = samplePlatform({ services: 73 });
    const open = { ...plan, resources: plan.resources.map((resource) => ({ ...resource, protect: false })) };
    for (const run of [() => up(open, { root }), () => up(open, { root }), () => destroy(stack, { root })]) {
      const begin = performance.now();
      expect((await run()).steps.length).toBe(302);
      expect(performance.now() - begin).toBeLessThan(2000);
    }
  });
});

test("files are for their owner only", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    const files = stackFiles(root, stack);
    for (const path of [files.state, files.cloud]) {
      expect(statSync(path).mode & 0o777).toBe(0o600);
      expect(statSync(dirname(path)).mode & 0o777).toBe(0o700);
    }
  });
});

test("a protected resource is neither deleted nor replaced; all are named at once, and nothing is changed", async () => {
  await inFolder(async (root) => {
    const plan = samplePlatform();
    await up(plan, { root });
    const before = allFiles(root);
    const refused = await destroy(stack, { root }).catch((error: unknown) => error);
    if (!(refused instanceof ProtectedError)) throw new Error("the deletion wasn't refused");
    expect(refused.refusals.map(({ urn, step }) => [urn.split("::").at(-1), step])).toEqual([
      ["cluster", "delete"],
      ["orders", "delete"],
    ]);
    expect(refused.message).toContain(`\`unprotect ${refused.refusals[0]?.urn ?? ""}\` first`);
    await expect(up(samplePlatform({ cidr: "10.0.0.0/24" }), { root })).rejects.toThrow(
      /cluster is protected, replace is refused/,
    );
    expect(allFiles(root)).toEqual(before);

    const urns = refused.refusals.map(({ urn }) => urn);
    expect(await unprotect(stack, urns, { root })).toEqual(urns);
    await destroy(stack, { root });
    expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 0 });
  });
});

test("unprotect refuses URNs that aren't there", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root });
    await expect(unprotect(stack, ["urn:pulumi:x::y::z::a"], { root })).rejects.toThrow(UsageError);
  });
});

test("up, destroy, up again works, and fails with the cloud's words for a fixed name that the cloud keeps", async () => {
  const ring = sampleResource("gcp:kms/keyRing:KeyRing", "ring", { name: "fixed", location: "global", project: "p" });
  const auto = sampleResource("gcp:kms/keyRing:KeyRing", "auto", { location: "global", project: "p" });
  await inFolder(async (root) => {
    await up(samplePlan([auto]), { root });
    await destroy(stack, { root });
    await up(samplePlan([auto]), { root });
    await up(samplePlan([auto, ring]), { root });
    await destroy(stack, { root });
    const failure = await up(samplePlan([ring]), { root }).catch((error: unknown) => error);
    if (!(failure instanceof ProviderFailure)) throw new Error("the name was given out again");
    expect(failure.message).toContain("projects/p/locations/global/keyRings/fixed: Error 409");
    expect(compareFiles(root, stack)).toMatchObject(consistent);
  });
});

test("a name that is kept for days is free again when they are over", async () => {
  const pool = sampleResource("gcp:iam/workloadIdentityPool:WorkloadIdentityPool", "pool", {
    workloadIdentityPoolId: "fixed",
    project: "p",
  });
  await inFolder(async (root) => {
    await up(samplePlan([pool]), { root, time: "2030-01-01T00:00:00Z" });
    await destroy(stack, { root, time: "2030-01-01T00:00:00Z" });
    await expect(up(samplePlan([pool]), { root, time: "2030-01-20T00:00:00Z" })).rejects.toThrow(/soft-deleted/);
    await up(samplePlan([pool]), { root, time: "2030-02-01T00:00:00Z" });
  });
});

test("what is retained on deletion stays in the cloud and is no drift", async () => {
  const bucket = sampleResource("gcp:storage/bucket:Bucket", "kept", { name: "kept" }, { retainOnDelete: true });
  await inFolder(async (root) => {
    await up(samplePlan([bucket]), { root });
    await destroy(stack, { root });
    expect(readFileSync(stackFiles(root, stack).cloud, "utf8")).toContain('"id": "kept"');
    expect((await refresh(stack, { root })).drift).toEqual([]);
    await expect(up(samplePlan([bucket]), { root })).rejects.toThrow(/already exists/);
  });
});

test("what was let go before a kill isn't taken back: the next run makes another one", async () => {
  const bucket = sampleResource("gcp:storage/bucket:Bucket", "kept", {}, { retainOnDelete: true });
  await inFolder(async (root) => {
    await up(samplePlan([bucket]), { root });
    const afterCall = {
      onBoundary: (boundary: string) => {
        if (boundary === "after call") kill();
      },
    };
    await destroy(stack, { root, faults: afterCall }).catch(() => undefined);
    expect((await up(samplePlan([bucket]), { root })).summary).toMatchObject({ same: 1, create: 1 });
    expect(compareFiles(root, stack)).toMatchObject(consistent);
  });
});

test("a journal that a killed run had folded in and couldn't remove any more is ignored", async () => {
  await inFolder(async (root) => {
    await up(samplePlatform(), { root, faults: killAt(60) }).catch(() => undefined);
    const { stateJournal, cloudJournal } = stackFiles(root, stack);
    const journals = [stateJournal, cloudJournal].map((path) => [path, readFileSync(path)] as const);
    await up(samplePlatform({ image: "2.0.0" }), { root });
    for (const [path, bytes] of journals) writeFileSync(path, bytes);
    expect((await up(samplePlatform({ image: "2.0.0" }), { root })).summary).toMatchObject({ same: 58 });
    expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: 58 });
  });
});

test("a provider that an earlier run replaced makes the next one replace what that run didn't come to", async () => {
  const plan = (clusterIdentifier: string) => {
    const provider = sampleResource("pulumi:providers:kubernetes", "k", { clusterIdentifier });
    const metadata = { name: "m", namespace: "n" };
    return samplePlan([
      provider,
      sampleResource("kubernetes:core/v1:ConfigMap", "m", { metadata }, { provider: provider.urn }),
    ]);
  };
  await inFolder(async (root) => {
    await up(plan("one"), { root });
    await up(plan("two"), { root, faults: killAt(3) }).catch(() => undefined);
    const result = await up(plan("two"), { root });
    expect(result.steps.find(({ name }) => name === "m")?.step).toBe("replace");
    expect(compareFiles(root, stack)).toMatchObject(consistent);
  });
});

test("what is read is never made or deleted", async () => {
  const zone = sampleResource("gcp:dns/managedZone:ManagedZone", "zone", {}, { importId: "projects/p/managedZones/z" });
  const record = sampleResource("gcp:dns/recordSet:RecordSet", "record", {
    managedZone: placeholder(zone.urn, "id"),
    name: "a",
    type: "A",
  });
  await inFolder(async (root) => {
    const result = await up(samplePlan([zone, record]), { root });
    expect(result.summary).toMatchObject({ read: 1, create: 2 });
    expect((await up(samplePlan([zone, record]), { root })).summary).toMatchObject({ same: 3 });
    expect(compareFiles(root, stack)).toMatchObject(consistent);
    expect(readFileSync(stackFiles(root, stack).cloud, "utf8")).not.toContain("ManagedZone");
    await destroy(stack, { root });
  });
});

test("targets are worked on alone; what they can't do without is named", async () => {
  await inFolder(async (root) => {
    const plan = samplePlatform();
    const urn = (name: string) => plan.resources.find((one) => one.name === name)?.urn ?? "";
    await expect(up(plan, { root, targets: [urn("subnet")] })).rejects.toThrow(
      /subnet needs .*::net, which isn't there yet/,
    );
    await up(plan, { root });
    const next = samplePlatform({ nodes: 9, image: "2.0.0" });
    const result = await up(next, { root, targets: [urn("pool")] });
    expect(result.steps.map(({ name, step }) => [name, step])).toEqual([["pool", "update"]]);
    await expect(destroy(stack, { root, targets: [urn("net")] })).rejects.toThrow(
      /subnet needs .*::net, which would be deleted/,
    );
    await expect(destroy(stack, { root, targets: ["urn:pulumi:nothing"] })).rejects.toThrow(
      /neither planned nor there/,
    );
    expect((await destroy(stack, { root, targets: [urn("ring")] })).summary.delete).toBe(1);
    expect((await up(next, { root })).summary).toMatchObject({ create: 1, update: 24, replace: 0, delete: 0 });
  });
});

test("an aborted signal ends the run after the step under way, and the next run goes on", async () => {
  await inFolder(async (root) => {
    const controller = new AbortController();
    const result = await up(samplePlatform(), {
      root,
      signal: controller.signal,
      onStep: ({ name }) => {
        if (name === "subnet") controller.abort();
      },
    });
    expect(result.interrupted).toBe(true);
    expect(result.steps.length + result.remaining.length).toBe(58);
    expect(compareFiles(root, stack)).toMatchObject({ ...consistent, resources: result.steps.length });
    expect((await up(samplePlatform(), { root })).summary.create).toBe(result.remaining.length);
  });
});

test("a reply that is lost is made good without a second creation, and the report says so", async () => {
  await inFolder(async (root) => {
    const faults = {
      onCall: ({ urn }: { urn: string }) => (urn.endsWith("::net") ? ("lost reply" as const) : ("none" as const)),
    };
    const failure = await up(samplePlatform(), { root, faults }).catch((error: unknown) => error);
    if (!(failure instanceof ProviderFailure)) throw new Error("a lost reply wasn't a failure");
    expect(failure.urn).toMatch(/::net$/);
    expect(readCheckpoint(stack, { root }).pending.map(({ type }) => type)).toEqual(["creating"]);
    const result = await up(samplePlatform(), { root });
    expect(result.settled).toEqual([{ urn: failure.urn, operation: "creating", outcome: "carried out" }]);
    expect(result.steps.find(({ urn }) => urn === failure.urn)?.step).toBe("same");
    expect(compareFiles(root, stack)).toMatchObject(consistent);
  });
});

test("a corrupt checkpoint stops a run before anything happens; restore puts the one before back, byte by byte", async () => {
  await inFolder(async (root) => {
    const { state, backup, cloud } = stackFiles(root, stack);
    await up(samplePlatform(), { root });
    const first = readFileSync(state);
    expect(existsSync(backup)).toBe(false);
    await up(samplePlatform({ image: "2.0.0" }), { root });
    writeFileSync(state, readFileSync(state).subarray(0, 1000));
    const ledger = readFileSync(cloud);
    const refused = await up(samplePlatform(), { root }).catch((error: unknown) => error);
    if (!(refused instanceof CorruptStateError)) throw new Error("the damage wasn't noticed");
    expect(refused.message).toContain(`\`restore ${stack}\``);
    expect(readFileSync(cloud).equals(ledger)).toBe(true);
    await restore(stack, { root });
    expect(readFileSync(state).equals(first)).toBe(true);
    expect((await refresh(stack, { root, previewOnly: true })).drift.length).toBe(12);
  });
});

test("a damaged line of a journal is noticed; one that was cut off in writing isn't damage", async () => {
  for (const [name, damage, noticed] of [
    ["flipped", (text: string) => text.replace("ipCidrRange", "ipCidrRangf"), true],
    ["dropped", (text: string) => text.split("\n").toSpliced(4, 1).join("\n"), true],
    [
      "doubled",
      (text: string) =>
        text
          .split("\n")
          .toSpliced(4, 0, text.split("\n")[4] ?? "")
          .join("\n"),
      true,
    ],
    ["cut off", (text: string) => `${text}0123456789abcdef {"kind":"put","reso`, false],
  ] as const) {
    await inFolder(async (root) => {
      await up(samplePlatform(), { root, faults: killAt(60) }).catch(() => undefined);
      const { stateJournal } = stackFiles(root, stack);
      writeFileSync(stateJournal, damage(readFileSync(stateJournal, "utf8")));
      const next = up(samplePlatform(), { root }).then(
        () => "went on",
        (error: unknown) => (error instanceof CorruptStateError ? "refused" : String(error)),
      );
      expect([name, await next]).toEqual([name, noticed ? "refused" : "went on"]);
    });
  }
});

test("no secret reaches a file, not even one that someone put into the cloud by hand", async () => {
  const canary = "canary-4711-swordfish";
  const password = sampleResource(
    "random:index/randomPassword:RandomPassword",
    "password",
    { length: 20 },
    { additionalSecretOutputs: ["result"] },
  );
  const secret = sampleResource("kubernetes:core/v1:Secret", "secret", {
    metadata: { name: "s", namespace: "n" },
    // A program that forgot to mark it.
    stringData: { password: canary },
  });
  const user = sampleResource(
    "gcp:sql/user:User",
    "user",
    {
      password: secretMarker,
      name: placeholder(password.urn, "result"),
      instance: `x-${placeholder(secret.urn, "stringData.password")}`,
    },
    { dependencies: [password.urn, secret.urn], additionalSecretOutputs: ["password", "token"] },
  );
  await inFolder(async (root) => {
    const told: unknown[] = [];
    const onStep = (step: unknown): void => void told.push(step);
    told.push(await up(samplePlan([password, secret, user], { secret: secretMarker }), { root, onStep }));
    const { cloud, state } = stackFiles(root, stack);
    expect(readFileSync(state, "utf8")).toContain("[rehearsal: withheld]");
    const edited = readFileSync(cloud, "utf8")
      .replace('"plaintext": "\\"[rehearsal: withheld]\\""', `"plaintext": "${canary}"`)
      .replace('"instance":', `"token": "${canary}", "instance":`);
    expect(edited.split(canary).length).toBe(3);
    writeFileSync(cloud, edited);
    told.push(await refresh(stack, { root, previewOnly: true }), await refresh(stack, { root }));
    for (const [path, text] of allFiles(root))
      if (path !== cloud) expect([path, text.includes(canary)]).toEqual([path, false]);
    expect(JSON.stringify(told)).not.toContain(canary);
  });
});

test("a stack's name can't lead out of its folder", async () => {
  await inFolder(async (root) => {
    await expect(destroy("../../etc/passwd", { root })).rejects.toThrow(UsageError);
  });
});
