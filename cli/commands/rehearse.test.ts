import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { takeLock } from "../../rehearsal/state/lock.ts";
import { expectGolden } from "../fixture/golden.ts";
import { project, type Project } from "../fixture/project.ts";

const env = "bitvelocity-local";
const file = "environments/bitvelocity/local.yaml";

/** Takes the store `sessions` out of the environment, and nothing else. */
function dropSessions({ root, write }: Project): void {
  const text = readFileSync(join(root, file), "utf8")
    .replace(/^ {2}sessions:.*$/m, "  sessions: null")
    .replace(/^ {6}order: \{/m, "      order: { uses: { sessions: null },");
  write(file, text);
}

/** Changes something in the simulated cloud as someone with a console would. */
function drift({ root }: Project, change: (text: string) => string): void {
  const cloud = join(root, ".landbridge/cloud", `${env}.json`);
  writeFileSync(cloud, change(readFileSync(cloud, "utf8")));
}

describe("landbridge rehearse up", () => {
  it("makes everything, says that it is simulated, and where the state is", async () => {
    const { root, run } = project();
    const { code, stdout, stderr } = await run(`rehearse up ${env}`);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^bitvelocity-local: \d+ created, on simulated clouds$/m);
    expect(stdout).toContain(`State: .landbridge/state/${env}.json`);
    expect(existsSync(join(root, `.landbridge/state/${env}.json`))).toBe(true);
    expectGolden("rehearse-up", stdout);
  });

  it("changes nothing the second time", async () => {
    const { run } = project();
    await run(`rehearse up ${env}`);
    const { code, stdout } = await run(`rehearse up ${env}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^bitvelocity-local: \d+ unchanged, on simulated clouds\n/);
  });

  it("deletes nothing without --yes, and then what the environment no longer asks for", async () => {
    const made = project();
    const { run } = made;
    await run(`rehearse up ${env}`);
    dropSessions(made);
    const asked = await run(`rehearse up ${env}`);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/would be replaced or deleted; nothing was done, --yes does it\n$/);
    const done = await run(`rehearse up ${env} --yes`);
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/^ +3 {2}- kubernetes:apps\/v1:StatefulSet$/m);
    expect((await run(`rehearse up ${env}`)).code).toBe(0);
  });

  it("keeps state in the folder that --state names, and leaves the project alone", async () => {
    const { root, run } = project();
    await run(`rehearse up ${env} --state elsewhere`);
    expect(existsSync(join(root, `elsewhere/.landbridge/state/${env}.json`))).toBe(true);
    expect(existsSync(join(root, ".landbridge"))).toBe(false);
  });

  it("brings the layers up one after the other, the second with what the first gave", async () => {
    const { run } = project();
    const early = await run(`rehearse up ${env} --layer cluster`);
    expect(early.code).toBe(2);
    expect(early.stderr).toContain("rehearse --layer cloud first");
    expect((await run(`rehearse up ${env} --layer cloud`)).code).toBe(0);
    expect((await run(`rehearse up ${env} --layer cluster`)).code).toBe(0);
    expect((await run(`rehearse up ${env}.cluster`)).stdout).toMatch(/^bitvelocity-local\.cluster: \d+ unchanged,/);
  });

  it("stops between two steps when it is asked to, exits 1, and goes on the next time", async () => {
    const { run } = project();
    const signal = AbortSignal.abort();
    const stopped = await run(`rehearse up ${env}`, { interruptible: (work) => work(signal) });
    expect(stopped.code).toBe(1);
    expect(stopped.stdout).toMatch(/^Interrupted: \d+ steps left; the same command goes on$/m);
    expect((await run(`rehearse up ${env}`)).code).toBe(0);
  });

  it("names who holds the stack and exits 2; a dead holder's lock is cleared by unlock, a living one's isn't", async () => {
    const { root, run } = project();
    await run(`rehearse up ${env}`);
    const path = join(root, ".landbridge/state", env);
    const lock = await takeLock(path, env, "up");
    const locked = await run(`rehearse refresh ${env}`);
    expect(locked.code).toBe(2);
    expect(locked.stderr).toMatch(/is locked by up, process \d+ on .*; wait until it has ended/);
    expect((await run(`rehearse unlock ${env}`)).code).toBe(2);

    const dead = spawnSync(process.execPath, ["--version"]).pid;
    writeFileSync(`${path}.holder.json`, JSON.stringify({ pid: dead, host: hostname(), operation: "up" }));
    expect((await run(`rehearse refresh ${env}`)).stderr).toContain("that run is dead");
    const cleared = await run(`rehearse unlock ${env}`);
    expect(cleared.stdout).toBe(`${env}: cleared the lock of up, process ${dead} on ${hostname()}\n`);
    expect((await run(`rehearse refresh ${env}`)).code).toBe(0);
    await lock.release().catch(() => undefined);
  });

  it("refuses a damaged state with exit 2, and restore puts back the one before", async () => {
    const made = project();
    const { root, run } = made;
    await run(`rehearse up ${env}`);
    dropSessions(made);
    await run(`rehearse up ${env} --yes`);
    const state = join(root, `.landbridge/state/${env}.json`);
    writeFileSync(state, readFileSync(state, "utf8").slice(0, 500));
    const broken = await run(`rehearse up ${env}`);
    expect(broken.code).toBe(2);
    expect(broken.stderr).toContain("it isn't whole JSON");
    expect(broken.stderr).toContain("restore");
    expect((await run(`rehearse restore ${env}`)).code).toBe(0);
    // What the lost run deleted is gone, and the old state doesn't know.
    expect((await run(`rehearse refresh ${env} --yes`)).stdout).toMatch(/StatefulSet .*-sessions-server-0-0 gone$/m);
    expect((await run(`rehearse up ${env} --yes`)).code).toBe(0);
  });
});

describe("landbridge rehearse refresh", () => {
  it("finds nothing where nothing drifted", async () => {
    const { run } = project();
    await run(`rehearse up ${env}`);
    expect(await run(`rehearse refresh ${env}`)).toEqual({
      code: 0,
      stdout: `${env}: the simulated cloud is as the state says\n`,
      stderr: "",
    });
  });

  it("exits 1, names property, old and new, and takes it in only with --yes", async () => {
    const made = project();
    await made.run(`rehearse up ${env}`);
    drift(made, (text) =>
      text.replaceAll('"minAvailable": 0', '"minAvailable": 9').replaceAll('"maxReplicas": 2', '"maxReplicas": 9'),
    );
    const seen = await made.run(`rehearse refresh ${env}`);
    expect(seen.code).toBe(1);
    expect(seen.stdout).toMatch(/^ {6}spec\.maxReplicas: 2 -> 9$/m);
    expect((await made.run(`rehearse refresh ${env}`)).code).toBe(1);
    await made.run(`rehearse refresh ${env} --yes`);
    expect((await made.run(`rehearse refresh ${env}`)).code).toBe(0);
    expect((await made.run(`rehearse up ${env}`)).stdout).toMatch(/^ {6}spec\.maxReplicas: 9 -> 2$/m);
  });
});

describe("landbridge rehearse destroy", () => {
  it("only says what would go, until --yes", async () => {
    const { run } = project();
    await run(`rehearse up ${env}`);
    const asked = await run(`rehearse destroy ${env}`);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/\d+ resources would be deleted; nothing was done, --yes does it\n$/);
    const done = await run(`rehearse destroy ${env} --yes`);
    expect(done.code).toBe(0);
    expect(done.stdout).toMatch(/\d+ deleted, on simulated clouds\n$/);
    expect((await run(`rehearse destroy ${env}`)).stdout).toBe(`${env}: nothing is there, on simulated clouds\n`);
  });

  it("takes two words where something is protected: unprotect, then destroy", async () => {
    const { root, run, write } = project();
    write(file, `${readFileSync(join(root, file), "utf8")}protect: true\n`);
    await run(`rehearse up ${env}`);
    const refused = await run(`rehearse destroy ${env} --yes`);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toContain("is protected, delete is refused");
    const asked = await run(`rehearse unprotect ${env}`);
    expect(asked.code).toBe(1);
    expect(asked.stdout).toMatch(/would be unprotected; nothing was done, --yes does it\n$/);
    expect((await run(`rehearse destroy ${env} --yes`)).code).toBe(2);
    expect((await run(`rehearse unprotect ${env} --yes`)).code).toBe(0);
    expect((await run(`rehearse destroy ${env} --yes`)).code).toBe(0);
  });

  it("refuses to unprotect what the stack doesn't have", async () => {
    const { run } = project();
    await run(`rehearse up ${env}`);
    const { code, stderr } = await run(`rehearse unprotect ${env} urn:pulumi:a::b::c::d --yes`);
    expect(code).toBe(2);
    expect(stderr).toContain("doesn't hold urn:pulumi:a::b::c::d");
  });
});

describe("a rehearsal's JSON", () => {
  it("is there for every command", async () => {
    const { run } = project();
    expect(JSON.parse((await run(`rehearse destroy ${env} --json`)).stdout)).toMatchObject({ summary: { delete: 0 } });
    expect(JSON.parse((await run(`rehearse up ${env} --json`)).stdout)).toMatchObject({ stack: env, remaining: [] });
    expect(JSON.parse((await run(`rehearse refresh ${env} --json`)).stdout)).toMatchObject({ drift: [] });
    expect(JSON.parse((await run(`rehearse destroy ${env} --json`)).stdout)).toHaveProperty("needsYes");
    expect(JSON.parse((await run(`rehearse unprotect ${env} --json`)).stdout)).toMatchObject({ done: true, urns: [] });
    expect(JSON.parse((await run(`rehearse unlock ${env} --json`)).stdout)).toEqual({ stack: env, holder: null });
  });
});
