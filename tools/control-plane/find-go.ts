import { spawnSync } from "node:child_process";
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../../components/kit/errors.ts";

/** Variables of a process, as `process.env` has them. */
export type Variables = Readonly<Record<string, string | undefined>>;

/** A Go program that can build the module, with the variables to run it with. */
export interface Go {
  readonly program: string;
  readonly env: Variables;
}

/** On PATH, or where Go's own installer puts it. https://go.dev/doc/install */
const usualPlaces = ["go", "/usr/local/go/bin/go"];

/** The version that a go.mod asks for, e.g. `1.26.0`. Throws where it asks for none: a bug of ours. */
export function wantedVersion(goMod: string): string {
  const [, version] = /^go (\d+\.\d+\.\d+)$/m.exec(goMod) ?? [];
  if (version === undefined) throw new Error("go.mod has no line `go <major>.<minor>.<patch>`");
  return version;
}

/** What a Go program can do about a version that it isn't. */
export type Fit = "new enough" | "fetches it by itself" | "has to be told where it is";

/** How a Go with the version that `go version` prints gets to another. Since 1.21 it fetches newer ones by itself. https://go.dev/doc/toolchain */
export function decideFit(printed: string, wanted: string): Fit {
  const [, major = "0", minor = "0", patch = "0"] = /go(\d+)\.(\d+)(?:\.(\d+))?/.exec(printed) ?? [];
  const has = [major, minor, patch].map(Number);
  if (!isOlder(has, wanted.split(".").map(Number))) return "new enough";
  return isOlder(has, [1, 21, 0]) ? "has to be told where it is" : "fetches it by itself";
}

function isOlder(has: readonly number[], wanted: readonly number[]): boolean {
  const at = has.findIndex((part, index) => part !== wanted[index]);
  return at >= 0 && (has[at] ?? 0) < (wanted[at] ?? 0);
}

/** The toolchain of a version as the module that it is published as, for this machine. */
export function toolchainModule(version: string): string {
  const os = process.platform === "win32" ? "windows" : process.platform;
  const arch = process.arch === "x64" ? "amd64" : process.arch;
  return `golang.org/toolchain@v0.0.1-go${version}.${os}-${arch}`;
}

/**
 * Finds a Go that can build the module in a folder; one that is too old fetches the right one as a module. Throws a
 * UsageError where there is none.
 */
export function findGo(folder: string, env: Variables, places: readonly string[] = usualPlaces): Go {
  const wanted = wantedVersion(readFileSync(join(folder, "go.mod"), "utf8"));
  const found = places.find((program) => printedVersion(program, env) !== undefined);
  if (found === undefined) {
    throw new UsageError(
      `go: is not installed, the control plane is built with Go ${wanted}; install it (\`apt-get install golang-go\`, \`brew install go\` or https://go.dev/doc/install), any version will do: it fetches ${wanted} by itself`,
    );
  }
  const able = { ...env, GOTOOLCHAIN: "auto" };
  const fit = decideFit(printedVersion(found, env) ?? "", wanted);
  return fit === "has to be told where it is" ? fetchToolchain(found, wanted, env) : { program: found, env: able };
}

function printedVersion(program: string, env: Variables): string | undefined {
  const { status, stdout } = spawnSync(program, ["version"], { env, encoding: "utf8" });
  return status === 0 ? stdout : undefined;
}

// Go before 1.21 knows modules but not that its own successors are some; it unpacks them without the right to run.
function fetchToolchain(program: string, wanted: string, env: Variables): Go {
  const module = toolchainModule(wanted);
  const { status, stdout, stderr } = spawnSync(program, ["mod", "download", "-json", module], {
    env,
    encoding: "utf8",
  });
  const [, folder] = /"Dir": "([^"]+)"/.exec(stdout) ?? [];
  if (status !== 0 || folder === undefined) {
    throw new UsageError(
      `${program}: is older than 1.21 and could not fetch ${module} (${(stderr || stdout).trim()}); install Go ${wanted} or newer`,
    );
  }
  for (const programs of ["bin", join("pkg", "tool")]) allowToRun(join(folder, programs));
  return { program: join(folder, "bin", "go"), env: { ...env, GOROOT: folder, GOTOOLCHAIN: "local" } };
}

function allowToRun(folder: string): void {
  if (!existsSync(folder)) return;
  for (const entry of readdirSync(folder, { recursive: true, encoding: "utf8" })) {
    const path = join(folder, entry);
    if (statSync(path).isFile()) chmodSync(path, 0o755);
  }
}
