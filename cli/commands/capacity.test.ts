import { describe, expect, it } from "vitest";
import { z } from "zod";
import { project } from "../fixture/project.ts";

const env = "bitvelocity-gcp-prod";
const answer = z.object({ holds: z.boolean(), findings: z.array(z.object({ says: z.string(), mend: z.string() })) });
const byLoad = z.object({ least: answer, most: answer });
const schema = z.object({
  groups: z.array(z.object({ name: z.string(), wish: z.string() })),
  nodes: z.object({ zones: z.number(), survives: z.object({ zone: byLoad, node: byLoad }), fits: byLoad }).optional(),
});

/** A copy of production in which a store can't promise a zone's loss. */
const frail = "extends: azure-prod.yaml\nstores: { sessions: { replicasPerShard: 0 } }\n";

describe("landbridge capacity", () => {
  it("says what is requested of which pool in which zone, and what is left", async () => {
    const { code, stdout } = await project().run(`capacity ${env}`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^bitvelocity-gcp-prod: pods request [\d.]+ CPUs and [\d.]+ GiB at rest, /);
    expect(stdout).toMatch(/^ {2}commerce\/order +3-30 +0\.5 +1 +domains\.commerce\.services\.order$/m);
    expect(stdout).toMatch(/^ {2}data +3-9 of [\d.]+ CPUs and [\d.]+ GiB +3 nodes .* left$/m);
    expect(stdout.match(/^ {4}zone [123] /gm)).toHaveLength(12);
    expect(stdout).toMatch(
      /^ {2}landbridge-data\/events-broker +landbridge-zonal +3 +200 +stores\.events\.storageGiB$/m,
    );
  });

  it("answers whether a zone may be lost, why not, and what to write", async () => {
    const { run, write } = project();
    write("environments/bitvelocity/frail.yaml", frail);
    const { stdout } = await run("capacity bitvelocity-frail");
    expect(stdout).toMatch(/^Every pod finds a node: yes$/m);
    expect(stdout).toMatch(/^Survives the loss of any one zone: no\n.*copies of a shard/m);
    expect(stdout).toContain("    write stores.sessions.replicasPerShard: 1\n");
  });

  it("says yes where every store has a copy elsewhere, and exits 0 where it is required", async () => {
    const { code, stdout } = await project().run("capacity bitvelocity-aws-prod --require room node-loss zone-loss");
    expect(stdout).toMatch(/^Survives the loss of any one zone: yes$/m);
    expect(code).toBe(0);
  });

  it("exits 3 where what is required isn't sure, at the load that is asked about", async () => {
    const { run, write } = project();
    write("environments/bitvelocity/frail.yaml", frail);
    expect((await run("capacity bitvelocity-frail --require zone-loss")).code).toBe(3);
    expect((await run(`capacity ${env} --require room`)).code).toBe(0);
    write(
      "environments/bitvelocity/tight.yaml",
      `extends: azure-prod.yaml\ncluster: { pools: { general: { max: 3 }, system: { max: 3 } } }\n`,
    );
    expect((await run("capacity bitvelocity-tight --require room")).code).toBe(3);
    expect((await run("capacity bitvelocity-tight --require room --load least")).code).toBe(0);
    const { stdout } = await run("capacity bitvelocity-tight");
    expect(stdout).toMatch(/^Every pod finds a node: at rest yes, at peak no$/m);
    expect(stdout).toMatch(/^ {4}write cluster\.pools\.general\.max: \d+$/m);
  });

  it("doesn't know the nodes of a cluster that exists already, and is sure of nothing there", async () => {
    const { run } = project();
    const { code, stdout } = await run("capacity bitvelocity-local");
    expect([code, stdout.includes("how many nodes the cluster has")]).toEqual([0, true]);
    expect((await run("capacity bitvelocity-local --require room")).code).toBe(3);
  });

  it("gives the same as JSON, and the same each time", async () => {
    const { run } = project();
    const { stdout } = await run(`capacity ${env} --json`);
    const { groups, nodes } = schema.parse(JSON.parse(stdout));
    expect(groups.map(({ name }) => name)).toEqual(groups.map(({ name }) => name).sort());
    expect([nodes?.zones, nodes?.survives.zone.most.holds]).toEqual([3, true]);
    expect((await run(`capacity ${env} --json`)).stdout).toBe(stdout);
  });
});
