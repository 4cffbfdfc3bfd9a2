import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import { z } from "zod";
import { environmentSchema } from "./schema/environment.ts";

/** Two clouds for tests, as small as they can be. */
export const testSchema = environmentSchema(
  z.discriminatedUnion("name", [
    z.strictObject({ name: z.literal("local"), context: z.string().min(1) }),
    z.strictObject({ name: z.literal("acme"), project: z.string(), regions: z.strictObject({ primary: z.string() }) }),
  ]),
);

/** An environment without a mistake; tests add to it. It has nine lines. */
export const soundFile = `cloud: { name: local, context: kind }
tier: development
owner: platform-team
costCentre: shop
registry: { placement: external, host: ghcr.io/shop }
stores:
  orders: { kind: postgres }
  events: { kind: kafka }
  sessions: { kind: redis }
`;

/** A certificate that nobody trusts; its key was never kept. */
export const exampleCertificate = `-----BEGIN CERTIFICATE-----
MIIBhDCCASugAwIBAgIUGgdEZWT5hkvopao9F+yueWdAXUgwCgYIKoZIzj0EAwIw
FzEVMBMGA1UEAwwMc2hvcC5leGFtcGxlMCAXDTI2MTEyMTIyNTg1NFoYDzIxMjYx
MDI4MjI1ODU0WjAXMRUwEwYDVQQDDAxzaG9wLmV4YW1wbGUwWTATBgcqhkjOPQIB
BggqhkjOPQMBBwNCAASV/y0JCyki26aiu8iqxDpjdpLloyVKvmO8la2hh9GHXbVp
n2A3DRGf8F//r6mRm3kCHEktgYbdAL7/hHZ+WV2Lo1MwUTAdBgNVHQ4EFgQUsOAu
2/YVigrFkVHgHB0Yx1KsGF4wHwYDVR0jBBgwFoAUsOAu2/YVigrFkVHgHB0Yx1Ks
GF4wDwYDVR0TAQH/BAUwAwEB/zAKBggqhkjOPQQDAgNHADBEAiBgu9MVd8ZrA8Lh
wtboC0ECaoP1GfvBlOjwl0ztHPNi+wIgPIHQZ3jXYVIDPfSic12+RadliJXaJLWr
dEzXxFmdUMk=
-----END CERTIFICATE-----
`;

/** Writes files, by their paths below environments/, into a project that is gone after the test. Returns its root. */
export function writeProject(files: Readonly<Record<string, string | Uint8Array>>): string {
  const root = mkdtempSync(join(tmpdir(), "landbridge-"));
  onTestFinished(() => {
    rmSync(root, { recursive: true, force: true });
  });
  mkdirSync(join(root, "environments"));
  for (const [file, content] of Object.entries(files)) {
    const path = join(root, "environments", file);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, content);
  }
  return root;
}

/** Milliseconds of processor time that something takes; unlike the clock's they don't depend on what else is running. */
export function processorTime(run: () => void): number {
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}
