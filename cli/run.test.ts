import { afterEach, describe, expect, it, vi } from "vitest";
import { commands } from "./commands.ts";
import { project } from "./fixture/project.ts";
import * as load from "../stacks/load.ts";
import { buildProgram } from "./program.ts";

afterEach(() => {
  vi.restoreAllMocks();
});

describe("the command line", () => {
  it("lists every command in its help, and exits 0", async () => {
    const { code, stdout, stderr } = await project({}).run("--help");
    expect(code).toBe(0);
    for (const { name } of commands) expect(stdout).toContain(name.split(" ")[0]);
    expect(stdout).toContain("Exit codes: 0");
    expect(stderr).toBe("");
  });

  it("prints its version, which is the package's", async () => {
    expect(await project({}).run("--version")).toEqual({ code: 0, stdout: "0.1.0\n", stderr: "" });
  });

  it.each([
    ["vaildate", "Did you mean validate?"],
    ["rehearse upp x", "Did you mean up?"],
    ["plan", "missing required argument 'environment'"],
    ["plan x --jsn", "Did you mean --json?"],
    ["plan x y", "too many arguments"],
    ["plan x --layer edge", "Allowed choices are bootstrap, cloud, cluster"],
    ["check x --today 2026-02-30", "It has to be a day"],
    ["check x --format xml", "Allowed choices are text, json, sarif, junit"],
    ["charts lock --timeout -1", "number of seconds"],
    ["init x --secrets-provider rot13", "It has to be default, passphrase or a key"],
    ["", "Usage: landbridge"],
    ["rehearse", "Usage: landbridge rehearse"],
  ])("answers %j with exit 2 and a way out, without a stack", async (line, wayOut) => {
    const { code, stdout, stderr } = await project({}).run(line);
    expect(code).toBe(2);
    expect(stdout).toBe("");
    expect(stderr).toContain(wayOut);
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it("answers a mistake of ours with exit 4 and a text for an issue", async () => {
    vi.spyOn(load, "loadPlatform").mockImplementation(() => {
      throw new TypeError("boom");
    });
    const { code, stderr } = await project().run("explain bitvelocity-local");
    expect(code).toBe(4);
    expect(stderr).toContain("Open an issue with this text");
    expect(stderr).toContain("TypeError: boom\n    at ");
  });

  it("colours nothing for a machine, and nothing for a person who says NO_COLOR", async () => {
    const { run } = project();
    const line = "explain bitvelocity-local tier";
    const escape = "\u001b[";
    expect((await run(line)).stdout).not.toContain(escape);
    expect((await run(line, { isTerminal: true, env: { NO_COLOR: "1" } })).stdout).not.toContain(escape);
    expect((await run(line, { isTerminal: true, env: {} })).stdout).toContain(escape);
  });
});

describe("help of a command", () => {
  const silent = { stdout: { write: () => true }, stderr: { write: () => true } };

  it.each(commands.flatMap(({ name, examples }) => examples.map((example) => ({ name, example }))))(
    "has an example that parses: $example",
    async ({ name, example }) => {
      const words = example
        .replace(/ >.*$/, "")
        .replace(/^npm start( -- )?/, "landbridge start $1")
        .split(/\s+/)
        .filter((word) => word !== "npx" && word !== "--")
        .slice(1);
      if (words.join(" ") === "start") words.push("bitvelocity-local");
      const ran: string[] = [];
      const program = buildProgram(silent, (command) => {
        ran.push(command.name);
        return Promise.resolve();
      });
      await program.parseAsync(words, { from: "user" });
      expect(ran).toEqual([name]);
    },
  );

  it.each(commands.map(({ name }) => name))("shows the examples of %s", async (name) => {
    const { code, stdout } = await project({}).run(`${name} --help`);
    expect(code).toBe(0);
    expect(stdout.match(/^ {2}\$ /gm)).toHaveLength(3);
  });

  it("is there for every command that only reads: --json", () => {
    const withoutJson = commands.filter(({ name, declare }) => {
      const program = buildProgram(silent, () => Promise.resolve());
      return !declare(program.command(`${name.replace(" ", "-")}-again`)).options.some(({ long }) => long === "--json");
    });
    // What these print is JSON by itself, or they write.
    expect(withoutJson.map(({ name }) => name)).toEqual(["start", "init", "schema"]);
  });
});
