import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { UsageError } from "../../components/kit/errors.ts";
import { writeManifestFolder } from "./manifest-folder.ts";

function folder(): string {
  const parent = mkdtempSync(join(tmpdir(), "landbridge-folder-"));
  onTestFinished(() => {
    rmSync(parent, { recursive: true });
  });
  return join(parent, "out");
}

const file = (path: string) => ({ path, content: "a: 1\n" });

describe("a folder of manifests", () => {
  it("loses a folder whose last file goes, and nothing else", () => {
    const out = folder();
    writeManifestFolder(out, "e", [file("3-namespaces/a/x.yaml"), file("3-namespaces/b/y.yaml")]);
    expect(writeManifestFolder(out, "e", [file("3-namespaces/b/y.yaml")])).toEqual({
      written: 1,
      removed: ["3-namespaces/a/x.yaml"],
    });
    expect(existsSync(join(out, "3-namespaces/a"))).toBe(false);
    expect(readFileSync(join(out, "3-namespaces/b/y.yaml"), "utf8")).toBe("a: 1\n");
  });

  it.each([
    ["a path outside", { environment: "e", files: ["../victim.yaml"] }],
    ["a path outside by way of the inside", { environment: "e", files: ["3-namespaces/../../victim.yaml"] }],
    ["a file beside its folders", { environment: "e", files: ["3-namespaces/../beside.yaml"] }],
    ["an absolute path", { environment: "e", files: ["/etc/victim.yaml"] }],
    ["another shape", { environment: "e" }],
  ])("is refused when its marker was changed to %s", (_what, marker) => {
    const out = folder();
    writeManifestFolder(out, "e", [file("2-cluster/x.yaml")]);
    writeFileSync(join(out, "../victim.yaml"), "");
    writeFileSync(join(out, "beside.yaml"), "");
    writeFileSync(join(out, ".landbridge-render"), JSON.stringify(marker));
    expect(() => writeManifestFolder(out, "e", [])).toThrow(UsageError);
    expect(existsSync(join(out, "../victim.yaml"))).toBe(true);
    expect(existsSync(join(out, "beside.yaml"))).toBe(true);
    expect(existsSync(join(out, "2-cluster/x.yaml"))).toBe(true);
  });

  it("has a marker that kubectl doesn't take for a manifest", () => {
    const out = folder();
    writeManifestFolder(out, "e", []);
    expect(existsSync(join(out, ".landbridge-render"))).toBe(true);
    expect(".landbridge-render").not.toMatch(/\.(json|ya?ml)$/);
  });
});
