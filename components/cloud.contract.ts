import { all, CustomResource, type Input, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { HostOptions } from "../plan/host.ts";
import { isUndecided, type PlannedResource } from "../plan/planned-resource.ts";
import type { CapabilityName } from "./cloud.ts";
import { fieldsToHeed, heedsOn } from "./contract/heeds.contract.ts";
import { names, wishes, type Build } from "./contract/kit.contract.ts";
import { describeBootstrap } from "./contract/stores/bootstrap.contract.ts";
import { describeEvents } from "./contract/events.contract.ts";
import { expectBalancers } from "./contract/network/doors.contract.ts";
import { describeEdge } from "./contract/network/edge.contract.ts";
import { describeCassandra } from "./contract/stores/cassandra.contract.ts";
import { describeNodeProvisioner } from "./contract/node-provisioner.contract.ts";
import { describeRights } from "./contract/rights.contract.ts";
import { describeMysql } from "./contract/stores/mysql.contract.ts";
import { describeMongodb } from "./contract/stores/mongodb.contract.ts";
import { describeRabbitmq } from "./contract/stores/rabbitmq.contract.ts";
import { expectProof } from "./contract/stores/server-proof.contract.ts";
import { describeStores } from "./contract/stores/stores.contract.ts";
import { describeWarehouse } from "./contract/stores/warehouse.contract.ts";
import { describePeering } from "./contract/network/peering.contract.ts";
import { describeVpn } from "./contract/network/vpn.contract.ts";
import { ownCapabilities } from "./contract/own-capabilities.contract.ts";
import { made, run, type Can, type ContractSubject } from "./contract/subject.contract.ts";
import { UnsupportedError } from "./kit/errors.ts";
import { ports } from "./kit/network/ports.ts";
import { postgresAdmin } from "./kit/databases/postgres/postgres-names.ts";

/** What every cloud must do, as a suite. A cloud that can't do a thing declares it and refuses it; it never pretends. */
export function describeCloudContract(row: ContractSubject): void {
  const subject = { ...row, capabilities: ownCapabilities(row.capabilities, row.facts) };
  const can: Can = (name) => subject.capabilities[name].supported;

  // A test that doesn't apply isn't there, so that nothing is reported as skipped; a refusal takes its place.
  const offered = (name: CapabilityName): Define => (can(name) ? define : leaveOut);
  const notOffered = (name: CapabilityName): Define => (can(name) ? leaveOut : define);

  describe(`the Cloud contract on ${subject.name}`, () => {
    it("has the name and the capabilities that its row says", async () => {
      const cloud = await subject.open();
      expect({ name: cloud.name, capabilities: cloud.capabilities }).toEqual({
        name: row.name,
        capabilities: row.capabilities,
      });
    });

    it("says of all that it can't do why, and what to write instead", () => {
      for (const [name, answer] of Object.entries(row.capabilities)) {
        if (!answer.supported) expect([name, answer.why, answer.instead]).not.toContain("");
      }
    });

    it("has buckets, and says so, where the cluster holds those that it doesn't", () => {
      expect(row.capabilities.buckets.supported).toBe(can("buckets") || row.facts.objects === "in-cluster");
    });

    const heeds = heedsOn(subject);
    const moot = new Map<string, string>(Object.entries(subject.moot ?? {}));
    for (const field of fieldsToHeed(can)) {
      const why = moot.get(field.name);
      if (why === undefined) {
        it(`makes something else for another ${field.name}`, async () => {
          expect(await heeds(field)).toBe(true);
        });
      } else {
        it(`makes the same whatever ${field.name} says: ${why}`, async () => {
          expect(await heeds(field)).toBe(false);
        });
      }
    }

    describe("network", () => {
      it("is made with room for nodes, or is the cluster's own", async () => {
        const { resources, value } = await run(subject, (kit) => kit.network());
        expect(made(resources).length > 0).toBe(can("network"));
        if (can("network")) expectSubnets(await value);
      });

      offered("network.adopt")("is adopted by its id and registers no network of its own", async () => {
        const adopt = { network: "existing-network", subnets: ["existing-subnet"] };
        const whole = await run(subject, (kit) => kit.network());
        const adopted = await run(subject, (kit) => kit.network({ adopt }));
        expect(made(adopted.resources).length).toBeLessThan(made(whole.resources).length);
        expect(await adopted.value).toMatchObject({ id: "existing-network", nodeSubnets: ["existing-subnet"] });
      });
    });

    describe("cluster", () => {
      it("gives a kubeconfig without credentials, whose one context is the one known before", async () => {
        const { value } = await run(subject, (kit) => kit.cluster());
        const { kubeconfig } = clusterShape.parse(await value);
        expect(kubeconfig).not.toMatch(/token:|"token"|password|client-key|client-certificate/);
        expect(kubeconfig.trim()).not.toBe("");
        // Or it is the path of a file, or a value of the cloud's that nobody can look into before it is there.
        const document: unknown = parse(kubeconfig);
        if (typeof document === "string") return;
        expect(document).toMatchObject({
          "current-context": subject.facts.context,
          contexts: [{ name: subject.facts.context }],
        });
      });

      it("has pools over three zones where the cloud makes nodes, and one failure domain or more in any case", () => {
        expect(subject.facts.zones).toBe(can("cluster.pools") ? 3 : 1);
      });

      it("knows how volumes are made where it makes nodes, and gives the key that encrypts them", async () => {
        const keyOf = async (key: boolean): Promise<string> =>
          clusterShape.parse(await (await run(subject, (kit) => kit.cluster({ key }))).value).volumeKey;
        const { volumes } = subject.facts;
        expect(volumes !== undefined).toBe(can("cluster.pools"));
        expect((await keyOf(can("keys"))) !== "").toBe(volumes !== undefined && can("keys"));
        expect(await keyOf(false)).toBe("");
      });

      it("has stores on a class that is made, and replicated volumes where it says so", () => {
        const { volumes, storageClass } = subject.facts;
        expect(volumes?.replicated !== undefined).toBe(can("cluster.volumes.replicated"));
        const all = Object.entries({ zonal: volumes?.zonal, replicated: volumes?.replicated });
        const classes = all.flatMap(([place, made]) => (made === undefined ? [] : [`landbridge-${place}`]));
        expect(volumes === undefined ? [""] : classes).toContain(storageClass);
      });
    });

    it("says how load balancers are made for whom it says they can be", () => {
      expectBalancers(subject.facts.balancers, can);
    });

    describe("keys", () => {
      offered("keys")("are known only after the right to use them", async () => {
        const taken = (users?: []): Build => {
          return (kit) => new Reader("reader", kit.key(users === undefined ? {} : { users })).urn;
        };
        const [granted, bare] = [await run(subject, taken()), await run(subject, taken([]))];
        const always = new Set(made(bare.resources, names.key).map(({ urn }) => urn));
        const grants = made(granted.resources, names.key).filter(({ urn }) => !always.has(urn));
        const reached = reachedFrom(granted.resources, "reader");
        expect(grants.map(({ name, urn }) => ({ name, waitedFor: reached.has(urn) }))).toEqual(
          grants.map(({ name }) => ({ name, waitedFor: true })),
        );
      });

      notOffered("keys")("are refused by name", () => refuses(subject, (kit) => kit.key()));
    });

    describe("object store", () => {
      offered("buckets")("says where it is", async () => {
        const { value } = await run(subject, (kit) => kit.objectStore());
        expect(z.array(z.string()).parse(await value)).not.toContain("");
      });

      notOffered("buckets")("is refused by name", () => refuses(subject, (kit) => kit.objectStore()));

      offered("buckets.accessLogs")("is written down by its place of logs, which is there first", async () => {
        const { resources } = await run(subject, (kit) => kit.objectStore({ accessLogs: true }));
        const places = new Set(made(resources, names.accessLogs).map(({ urn }) => urn));
        const writers = made(resources, names.objectStore).filter(({ dependencies }) =>
          dependencies.some((urn) => places.has(urn)),
        );
        expect(writers.length).toBeGreaterThan(0);
      });

      notOffered("buckets.accessLogs")("has no place of logs, which is refused by name", () =>
        refuses(subject, (kit) => kit.accessLogs()),
      );
    });

    describe("registry", () => {
      offered("registry.managed")("gives a host without a scheme and without a slash at its end", async () => {
        const { value } = await run(subject, (kit) => kit.registry());
        expect(await value).toMatch(/^(?!https?:).*[^/]$/);
      });

      notOffered("registry.managed")("is refused by name", () => refuses(subject, (kit) => kit.registry()));
    });

    describe("managed PostgreSQL", () => {
      offered("stores.postgres.managed")(
        "is reached at the usual port, as the admin that every cloud takes",
        async () => {
          const { value } = await run(subject, (kit) => kit.postgres());
          const port = ports.postgres;
          const admin = { user: postgresAdmin };
          expect(await value).toMatchObject({ readWrite: { port }, readOnly: { port }, admin });
        },
      );

      offered("stores.postgres.managed")("has a password that is secret and made, not written", async () => {
        const { value, resources } = await run(subject, (kit) => kit.postgres());
        const { admin, secret } = serverShape.parse(await value);
        const plan = JSON.stringify(resources.map(({ inputs }) => inputs));
        expect({ secret, made: isUndecided(admin.password) }).toEqual({ secret: true, made: true });
        expect(plan.includes(admin.password)).toBe(false);
      });

      offered("stores.postgres.managed")("tells who signed its certificate, and by what clients know it", () =>
        expectProof(subject, (kit) => kit.postgres()),
      );

      offered("stores.postgres.managed")("answers reads elsewhere only where it has a replica", async () => {
        const hosts = async (replicas: number): Promise<number> => {
          const wish = { ...wishes.postgres, replicas };
          const { readWrite, readOnly } = serverShape.parse(
            await (
              await run(subject, (kit) => kit.postgres({ wish }))
            ).value,
          );
          return new Set([readWrite.host, readOnly.host]).size;
        };
        expect([await hosts(0), await hosts(1)]).toEqual([1, 2]);
      });

      notOffered("stores.postgres.managed")("is refused by name", () => refuses(subject, (kit) => kit.postgres()));
    });

    describe("ingress address", () => {
      offered("ingress.reserved")("isn't the API server's address", async () => {
        const { value } = await run(subject, (kit) => all([kit.ingressAddress(), kit.cluster()]));
        const [{ addresses }, cluster] = z.tuple([ingressShape, clusterShape]).parse(await value);
        expect(new Set(addresses).size).toBe(addresses.length);
        expect(addresses).not.toContain(cluster.apiServer);
      });

      // https://kubernetes.io/docs/concepts/overview/working-with-objects/annotations/#syntax-and-character-set
      offered("ingress.reserved")("says by which annotations a Service takes it", async () => {
        const { value } = await run(subject, (kit) => kit.ingressAddress());
        const { serviceAnnotations } = ingressShape.parse(await value);
        const keys = Object.keys(serviceAnnotations);
        expect(keys.length).toBeGreaterThan(0);
        for (const key of keys) expect(key).toMatch(/^[a-z0-9.-]+\/[a-z0-9-]+$/);
        // What can't be told before names a resource of the address.
        expect(Object.values(serviceAnnotations).join(" ")).toContain("shop-ingress-address");
      });

      notOffered("ingress.reserved")("is refused by name", () => refuses(subject, (kit) => kit.ingressAddress()));
    });

    describeNodeProvisioner(subject);
    describeRights(subject);
    describeStores(subject);
    describeMysql(subject);
    describeMongodb(subject);
    describeRabbitmq(subject);
    describeCassandra(subject);
    describeVpn(subject);
    describePeering(subject);
    describeWarehouse(subject);
    describeEvents(subject);
    describeEdge(subject);
    describeBootstrap(subject);

    describe("everything", () => {
      it("uses an explicit provider, and names every child after its parent", async () => {
        const { resources } = await run(subject, everything(can));
        const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
        for (const { name, type, provider, custom, parent } of resources) {
          if (custom && !type.startsWith("pulumi:providers:"))
            expect({ name, provider }).not.toEqual({ name, provider: undefined });
          const parentName = byUrn.get(parent ?? "")?.name ?? "";
          if (custom && byUrn.get(parent ?? "")?.custom === false && parentName !== "landbridge-contract") {
            expect(name.startsWith(parentName) ? name : `${name} below ${parentName}`).toBe(name);
          }
        }
      });

      it("registers the same under placeholders, other placeholders and unknowns", async () => {
        const shape = async (stand: HostOptions): Promise<unknown> =>
          (await run(subject, everything(can), stand)).resources.map(({ urn, parent, dependencies }) => ({
            urn,
            parent,
            dependencies,
          }));
        const first = await shape({});
        expect(await shape({ salt: "'" })).toEqual(first);
        expect(await shape({ mode: "unknowns" })).toEqual(first);
      });
    });
  });
}

type Define = (title: string, test: () => Promise<void>) => void;

const define: Define = (title, test) => {
  it(title, test);
};
const leaveOut: Define = () => undefined;

/** Takes a value of a cloud's as input, so that the plan tells what it waits for. */
class Reader extends CustomResource {
  constructor(name: string, value: Input<string>) {
    super("landbridge:contract:Reader", name, { value });
  }
}

function everything(can: Can): Build {
  return (kit) =>
    all([
      kit.cluster(),
      ...(can("buckets")
        ? [kit.objectStore({ accessLogs: can("buckets.accessLogs"), secondary: can("buckets.replicate") })]
        : []),
      ...(can("registry.managed") ? [kit.registry()] : []),
      ...(can("stores.postgres.managed")
        ? [
            kit.postgres({
              wish: { ...wishes.postgres, replicas: 2 },
              secondary: can("stores.postgres.secondaryRegion"),
            }),
          ]
        : []),
      ...(can("stores.redis.managed") ? [kit.redis()] : []),
      ...(can("stores.mysql.managed") ? [kit.mysql({ secondary: can("stores.mysql.secondaryRegion") })] : []),
      ...(can("stores.mongodb.managed") ? [kit.mongodb()] : []),
      ...(can("stores.kafka.managed") ? [kit.kafka()] : []),
      ...(can("stores.rabbitmq.managed") ? [kit.rabbitmq()] : []),
      ...(can("warehouses") ? [kit.warehouse()] : []),
      ...(can("edge") ? [kit.edge()] : []),
      ...(can("events") ? [kit.events()] : []),
      ...(can("network.peers.vpn") ? [kit.vpn()] : []),
      ...(can("network.peers.peering") ? [kit.peering()] : []),
      ...(can("ingress.reserved") ? [kit.ingressAddress()] : []),
      ...(can("identities") ? [kit.workloadIdentity()] : []),
      ...(can("secretStore.managed") ? [kit.secretStore()] : []),
      ...(can("bootstrap") ? [kit.bootstrap()] : []),
    ] satisfies Output<unknown>[]);
}

async function refuses(subject: ContractSubject, build: Build): Promise<void> {
  await expect(run(subject, build)).rejects.toBeInstanceOf(UnsupportedError);
}

/** URNs of all that has to exist before the resource of a name. */
function reachedFrom(resources: readonly PlannedResource[], name: string): Set<string> {
  const byUrn = new Map(resources.map((resource) => [resource.urn, resource]));
  const reached = new Set(resources.filter((resource) => resource.name === name).map(({ urn }) => urn));
  // A set that grows while it is walked is walked to its new end.
  for (const urn of reached) for (const next of byUrn.get(urn)?.dependencies ?? []) reached.add(next);
  return reached;
}

function expectSubnets(network: unknown): void {
  const { nodeSubnets } = z.object({ nodeSubnets: z.array(z.string()) }).parse(network);
  expect(nodeSubnets).not.toEqual([]);
  expect(nodeSubnets).not.toContain("");
}

const ingressShape = z.object({
  addresses: z.array(z.string()).min(1),
  serviceAnnotations: z.record(z.string(), z.string()),
});
const clusterShape = z.object({ apiServer: z.string(), kubeconfig: z.string(), volumeKey: z.string() });

const endpointShape = z.object({ host: z.string(), port: z.number() });

const serverShape = z.object({
  readWrite: endpointShape,
  readOnly: endpointShape,
  admin: z.object({ user: z.string(), password: z.string() }),
  secret: z.boolean(),
});
