import { expect, test } from "vitest";
import { parseImage } from "./image.ts";
import { fromCloud } from "../rules/fixture.ts";

const digest = `sha256:${"0".repeat(64)}`;

test.each([
  ["nginx", undefined, "nginx", undefined, undefined],
  ["nginx:1.29", undefined, "nginx", "1.29", undefined],
  ["library/nginx:1.29", undefined, "library/nginx", "1.29", undefined],
  ["ghcr.io/a/b:1", "ghcr.io", "a/b", "1", undefined],
  ["localhost/b", "localhost", "b", undefined, undefined],
  ["registry:5000/a/b", "registry:5000", "a/b", undefined, undefined],
  [`registry:5000/a/b:1@${digest}`, "registry:5000", "a/b", "1", digest],
  [`b@${digest}`, undefined, "b", undefined, digest],
  [`${fromCloud}/a/b:1`, fromCloud, "a/b", "1", undefined],
  ["", undefined, "", undefined, undefined],
])("%s is taken apart", (text, registry, repository, tag, seen) => {
  expect(parseImage(text)).toEqual({ registry, repository, tag, digest: seen });
});

test("an image whose end is the cloud's has no known tag", () => {
  expect(parseImage(fromCloud)).toBeUndefined();
  expect(parseImage(`a/b:${fromCloud}`)).toBeUndefined();
  expect(parseImage(`a/b:1@${fromCloud}`)).toBeUndefined();
});
