import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { decideFit, findGo, toolchainModule, wantedVersion } from "./find-go.ts";

const module = import.meta.dirname;
const goMod = readFileSync(join(module, "go.mod"), "utf8");

test("a Go since 1.21 fetches what it isn't by itself, an older one has to be helped", () => {
  expect(decideFit("go version go1.26.8 linux/amd64", "1.26.0")).toBe("new enough");
  expect(decideFit("go version go1.27rc1 linux/amd64", "1.26.4")).toBe("new enough");
  expect(decideFit("go version go1.26.0 linux/amd64", "1.26.4")).toBe("fetches it by itself");
  expect(decideFit("go version go1.21.0 linux/amd64", "1.26.0")).toBe("fetches it by itself");
  expect(decideFit("go version go1.19.8 linux/amd64", "1.26.0")).toBe("has to be told where it is");
});

test("the toolchain is the one that go.mod asks for, on this machine", () => {
  expect(toolchainModule(wantedVersion(goMod))).toMatch(
    /^golang\.org\/toolchain@v0\.0\.1-go1\.\d+\.\d+\.(linux|darwin|windows)-(amd64|arm64)$/,
  );
});

test("fails where go.mod asks for no version", () => {
  expect(() => wantedVersion("module a\n")).toThrow("no line `go");
});

test("fails with the way out where a Go is too old and can't fetch another", () => {
  const folder = mkdtempSync(join(tmpdir(), "landbridge-go-"));
  onTestFinished(() => {
    rmSync(folder, { recursive: true });
  });
  const old =
    '#!/bin/sh\nif [ "$1" = version ]; then echo go version go1.19.8 linux/amd64; else echo no network >&2; exit 1; fi\n';
  writeFileSync(join(folder, "go"), old, { mode: 0o755 });
  expect(() => findGo(module, { PATH: `${folder}:/usr/bin:/bin` })).toThrow(
    /older than 1\.21 and could not fetch golang\.org\/toolchain@\S+ \(no network\); install Go 1\./,
  );
});

test("fails with the way out where there is no Go", () => {
  expect(() => findGo(module, {}, ["/nowhere/go"])).toThrow(
    /go: is not installed, .* install it \(`apt-get install golang-go`/,
  );
});
