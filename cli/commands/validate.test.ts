import { describe, expect, it } from "vitest";
import { project } from "../fixture/project.ts";

describe("landbridge validate", () => {
  it("says of every environment that it is right, when none is named", async () => {
    const { code, stdout, stderr } = await project().run("validate");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toMatch(/^bitvelocity-gcp-prod +ok$/m);
    expect(stdout).toMatch(/^bitvelocity-local +ok$/m);
  });

  it("says all that is wrong at once, with file, line and column, and what is right beside it", async () => {
    const { run, write } = project();
    write(
      "environments/bitvelocity/bad.yaml",
      "extends: [../base/bitvelocity.yaml, ../base/laptop.yaml]\ncloud: { name: local, context: 3 }\ntier: stagin\n",
    );
    const { code, stdout } = await run("validate");
    expect(code).toBe(2);
    expect(stdout).toContain("environments/bitvelocity/bad.yaml:2:32 cloud.context");
    expect(stdout).toContain("environments/bitvelocity/bad.yaml:3:7 tier");
    expect(stdout).toMatch(/^bitvelocity-bad +\d problems$/m);
    expect(stdout).toMatch(/^bitvelocity-local +ok$/m);
  });

  it("says a mistake in a shared file once", async () => {
    const { run, write } = project();
    write("environments/base/bitvelocity.yaml", "owner: Upper Case\ncostCentre: x-y\n");
    const { code, stdout } = await run("validate");
    expect(code).toBe(2);
    expect(stdout.match(/environments\/base\/bitvelocity\.yaml:1:8 owner/g)).toHaveLength(1);
  });

  it("gives the same as JSON", async () => {
    const { run } = project();
    const { code, stdout } = await run("validate bitvelocity-local bitvelocity-locla --json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      environments: [
        { environment: "bitvelocity-local", issues: [] },
        { environment: "bitvelocity-locla", issues: [{ rule: "is not the name of an environment" }] },
      ],
    });
  });

  it("says where to begin when there are no environments", async () => {
    const { code, stdout } = await project({}).run("validate");
    expect(code).toBe(0);
    expect(stdout).toBe("there are no environments; write environments/<system>/<target>.yaml\n");
  });
});
