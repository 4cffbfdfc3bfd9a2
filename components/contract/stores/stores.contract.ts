import { output, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { isUndecided, type PlannedResource } from "../../../plan/planned-resource.ts";
import type { ManagedStoreFacts, StoreAccess } from "../../cloud.ts";
import { DataStores } from "../../data/data-stores.ts";
import { exampleEnvironment } from "../../example-environment.fixture.ts";
import { firstPort } from "../../kit/network/ports.ts";
import { Namespace } from "../../platform/namespace.ts";
import { operatedKinds } from "../../platform/needed-operators.ts";
import { OperatorCharts } from "../../platform/operator-charts.ts";
import { exampleAuthority, exampleSurroundings, planComponents } from "../../plan.fixture.ts";
import { names, type Kit } from "../kit.contract.ts";
import { refuses } from "../offers.contract.ts";
import { waitedFor } from "../reader.contract.ts";
import { run, type ContractSubject } from "../subject.contract.ts";
import { storesNames, users } from "./stores-kit.contract.ts";

/** What every cloud's own Redis and Kafka must do, or be refused by name. */
export function describeStores(subject: ContractSubject): void {
  const { "stores.redis.managed": redis, "stores.kafka.managed": kafka } = subject.capabilities;
  const facts = subject.facts.managedStores;

  it("says how its own stores are reached exactly where it has any", () => {
    expect(facts !== undefined).toBe(redis.supported || kafka.supported);
  });

  describe("managed Redis", () => {
    if (!redis.supported) {
      it("is refused by name", () => refuses(subject, (kit) => kit.redis()));
      return;
    }
    describeRedis(subject, facts);
  });

  describe("managed Kafka", () => {
    if (!kafka.supported) {
      it("is refused by name", () => refuses(subject, (kit) => kit.kafka()));
      return;
    }
    describeKafka(subject, facts);
  });
}

function describeRedis(subject: ContractSubject, facts: ManagedStoreFacts | undefined): void {
  const reached = async () => {
    const { value, resources } = await run(subject, (kit) => kit.redis());
    return { resources, ...redisShape.parse(await value) };
  };

  it("is reached over TLS at the port that its row says, one of those that clients are sent to", async () => {
    const { endpoint, tls } = (await reached()).access;
    expect({ tls, port: endpoint.port }).toEqual({ tls: true, port: facts?.redis?.port });
    expect(facts?.redis?.ports.map(firstPort)).toContain(endpoint.port);
    expect(endpoint.host).toMatch(/^[^:/]|^\$\{/);
  });

  it("has a login for each user whose password is secret and made, not written", async () => {
    const { access, secret, resources } = await reached();
    expect(Object.keys(access.logins).sort()).toEqual(["commerce-order", "commerce-report"]);
    expect(secret).toEqual([true, true]);
    expectMade(
      resources,
      Object.values(access.logins).map(({ password }) => password),
    );
  });

  it("gives each user a name and a password of its own, but where its row says that all share one", async () => {
    const logins = Object.values((await reached()).access.logins);
    const count = facts?.redis?.logins === "one" ? 1 : logins.length;
    expect(new Set(logins.map(({ user }) => user)).size).toBe(count);
    expect(new Set(logins.map(({ password }) => password)).size).toBe(count);
  });

  it("gives what a Redis in the cluster gives, but for an authority that every client knows", async () => {
    const { access } = await reached();
    // The one service of the store in the cluster.
    const logins = { "commerce-order": access.logins["commerce-order"] };
    const own = shapeOf(await inCluster("sessions")).filter((line) => !line.startsWith(".authorities "));
    expect(shapeOf({ ...access, logins })).toEqual(own);
  });

  it("is told of after its network is ready and its key may be used", () =>
    expectAfterNetworkAndKey(subject, (kit) => kit.redis(), storesNames.redis));
}

function describeKafka(subject: ContractSubject, facts: ManagedStoreFacts | undefined): void {
  const reached = async () => {
    const { value, resources } = await run(subject, (kit) => kit.kafka());
    return { resources, ...kafkaShape.parse(await value) };
  };

  it("speaks SASL over TLS by the mechanism that its row says", async () => {
    const { access } = await reached();
    expect(access).toMatchObject({ protocol: "SASL_SSL", mechanism: facts?.kafka.mechanism });
    expect(facts?.kafka.ports).not.toEqual([]);
  });

  it("has a login of its own for each service", async () => {
    const { access } = await reached();
    expect(Object.keys(access.logins).sort()).toEqual(users.map(({ name }) => name));
    expect(new Set(Object.values(access.logins).map(({ password }) => password)).size).toBe(users.length);
  });

  it("has passwords that are secret and made, not written", async () => {
    const { access, admin, secret, resources } = await reached();
    const logins = [...Object.values(access.logins), ...(admin === undefined ? [] : [admin])];
    expect(secret).toEqual(logins.map(() => true));
    expectMade(
      resources,
      logins.map(({ password }) => password),
    );
  });

  it("has an administrator exactly where rights are set from inside of the cluster", async () => {
    const { admin } = await reached();
    expect(admin !== undefined).toBe(facts?.kafka.rightsFromInside);
  });

  it("gives what a Kafka in the cluster gives", async () => {
    const { access } = await reached();
    const other = kafkaShape.shape.access.parse(await inCluster("events"));
    // A cloud's brokers are signed for by authorities that images know.
    const byUser = ({ logins, ...rest }: typeof access) =>
      shapeOf({ ...rest, authorities: undefined, logins: Object.values(logins)[0] });
    expect(byUser(access)).toEqual(byUser(other));
  });

  it("is told of after its network is ready and its key may be used", () =>
    expectAfterNetworkAndKey(subject, (kit) => kit.kafka(), storesNames.kafka));
}

function expectMade(resources: readonly PlannedResource[], passwords: readonly string[]): void {
  expect(passwords.map((password) => isUndecided(password))).toEqual(passwords.map(() => true));
  const plan = JSON.stringify(resources.map(({ inputs }) => inputs));
  expect(passwords.filter((password) => plan.includes(password))).toEqual([]);
}

/** Whoever is told where it is waits for the network and for the key with its grants. */
async function expectAfterNetworkAndKey(
  subject: ContractSubject,
  build: (kit: Kit) => Output<unknown>,
  store: string,
): Promise<void> {
  const found = await waitedFor(subject, build);
  expect({ store: found(store), network: found(names.network), key: found(names.key) }).toEqual({
    store: true,
    network: true,
    key: subject.capabilities.keys.supported,
  });
}

/** What the same kind of store gives in the cluster. */
async function inCluster(store: string): Promise<unknown> {
  let access: Readonly<Record<string, StoreAccess>> = {};
  await planComponents((opts) => {
    const environment = exampleEnvironment();
    const surroundings = exampleSurroundings();
    const namespace = { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows: [] } as const;
    const watched = new Namespace("shop-data", { ...namespace, protect: false }, opts);
    const charts = { kinds: operatedKinds(environment), surroundings, flows: [], watched };
    const { ready: operators } = new OperatorCharts("shop-operators", charts, opts);
    const args = { environment, surroundings, namespace: watched.name, operators, authority: exampleAuthority() };
    access = new DataStores("shop-stores", args, opts).access;
  });
  return new Promise((resolve) => {
    output(access[store]).apply(resolve);
  });
}

/** Paths of all fields with the types of their values, so that two stores can be compared. */
function shapeOf(value: unknown, path = ""): string[] {
  if (typeof value !== "object" || value === null) return [`${path} ${typeof value}`];
  return Object.entries(value)
    .flatMap(([key, inner]: [string, unknown]) => shapeOf(inner, `${path}.${key}`))
    .sort();
}

const loginShape = z.strictObject({ user: z.string().min(1), password: z.string().min(1) });

const redisShape = z.strictObject({
  access: z.strictObject({
    kind: z.literal("redis"),
    endpoint: z.strictObject({ host: z.string().min(1), port: z.number() }),
    tls: z.boolean(),
    logins: z.record(z.string(), loginShape),
  }),
  secret: z.array(z.boolean()),
});

const kafkaShape = z.strictObject({
  access: z.strictObject({
    kind: z.literal("kafka"),
    bootstrap: z.string().min(1),
    protocol: z.string(),
    mechanism: z.string(),
    authorities: z.string().optional(),
    logins: z.record(z.string(), loginShape),
  }),
  admin: loginShape.optional(),
  secret: z.array(z.boolean()),
});
