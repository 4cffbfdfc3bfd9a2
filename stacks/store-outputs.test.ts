import { isSecret, output, secret, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planProgram } from "../plan/host.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import type { ManagedPostgres, ManagedStores } from "../components/cloud.ts";
import { computedProperties, openCloud, type AnyEnvironment } from "../components/clouds/table.ts";
import { mapValues } from "../components/kit/records.ts";
import { CloudLayer } from "./cloud-layer.ts";
import { exportPasswords, exportStores, importStores, type ReadOutput } from "./store-outputs.ts";

/** What the cloud layer knows of its stores, and what the cluster layer reads of it when it is a stack of its own. */
async function bothSides(environment: AnyEnvironment) {
  let sides: Promise<unknown> = Promise.resolve();
  await planProgram(
    async () => {
      const cloud = await openCloud(environment);
      const { name } = environment;
      const layer = new CloudLayer(name, { environment, cloud }, { providers: cloud.providers(name, {}) });
      const { stores } = layer.outputs;
      const exported = output({ platform: exportStores(stores), platformSecrets: exportPasswords(stores) });
      // Without the name under which the stack exports both: `stores` and `passwords`.
      const read: ReadOutput = (root, _, ...path): Output<string> =>
        exported.apply((all) => textAt(all, [root, ...path]));
      const imported = importStores(environment, read);
      sides = new Promise((resolve) => {
        output({ made: contractOf(stores), imported: contractOf(imported) }).apply(resolve);
      });
    },
    { stack: environment.name, nested: computedProperties(environment) },
  );
  return z.object({ made: z.unknown(), imported: z.unknown() }).parse(await sides);
}

function textAt(value: unknown, path: readonly string[]): string {
  let inner = value;
  for (const key of path) inner = z.record(z.string(), z.unknown()).parse(inner)[key];
  return z.string().parse(inner);
}

/** What the contract says of stores: components have more. */
function contractOf({ postgres, mysql, rabbitmq, kafka, redis, cassandra }: ManagedStores) {
  return {
    postgres: mapValues(postgres, (server) => ({ ...serverOf(server), logReaders: server.logReaders })),
    mysql: mapValues(mysql, serverOf),
    kafka: mapValues(kafka, ({ access, admin }) => ({ access, admin })),
    rabbitmq: mapValues(rabbitmq, ({ endpoint, management, admin }) => ({ endpoint, management, admin })),
    redis: mapValues(redis, ({ access }) => ({ access })),
    cassandra: mapValues(cassandra, ({ access, id }) => ({ access, id })),
  };
}

function serverOf({ readWrite, readOnly, admin, authorities, proof }: ManagedPostgres) {
  return { readWrite, readOnly, admin, authorities, proof };
}

describe("the outputs of managed stores", () => {
  it.each([
    ["where rights are set by the cloud", gcpEnvironment()],
    ["where they are set from inside, with all kinds of stores that AWS has", awsEnvironment()],
  ] satisfies [string, AnyEnvironment][])("give the other layer what this one has, %s", async (_, environment) => {
    const { made, imported } = await bothSides(environment);
    expect(imported).toEqual(made);
    expect(JSON.stringify(imported)).toContain("password");
  });

  it("hold passwords as secrets and nowhere else", async () => {
    const login = { user: output("default"), password: secret("hidden") };
    const redis = {
      sessions: {
        access: { kind: "redis", endpoint: { host: output("h"), port: 1 }, tls: true, logins: { a: login } },
      },
    } as const;
    const stores = { postgres: {}, mysql: {}, rabbitmq: {}, kafka: {}, redis, mongodb: {}, cassandra: {} };
    const clear = await new Promise((resolve) => output(exportStores(stores)).apply(resolve));
    expect(JSON.stringify(clear)).not.toContain("hidden");
    expect(await isSecret(output(exportPasswords(stores)))).toBe(true);
  });
});
