import { all, ComponentResource, isSecret, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { planProgram, type HostOptions } from "../plan/host.ts";
import type { PlannedResource } from "../plan/planned-resource.ts";
import type { Capabilities, CapabilityName, Cloud, ClusterFacts, Key, KeySpec, Network } from "./cloud.ts";
import { decideAddresses } from "./kit/addresses.ts";
import { UnsupportedError } from "./kit/errors.ts";
import { decideNodePools } from "./kit/node-pools.ts";
import type { Tags } from "./kit/tags.ts";

/** A cloud under test: how it is opened, and what its row in the table of clouds says. */
export interface ContractSubject {
  readonly title: string;
  readonly facts: ClusterFacts;
  readonly capabilities: Capabilities;
  readonly computed: Readonly<Record<string, readonly string[]>>;
  open(): Promise<Cloud>;
}

const tags: Tags = {
  environment: "shop-contract",
  system: "shop",
  tier: "production",
  owner: "platform",
  "cost-centre": "cc-1",
  "managed-by": "landbridge",
};
const addresses = decideAddresses("10.20.0.0/14");
const protect = true;

/** What every cloud must do, as a suite. A cloud that can't do a thing declares it and refuses it; it never pretends. */
export function describeCloudContract(subject: ContractSubject): void {
  const can = (name: CapabilityName): boolean => subject.capabilities[name].supported;

  // A test that doesn't apply isn't there, so that nothing is reported as skipped; a refusal takes its place.
  const offered = (name: CapabilityName): Define => (can(name) ? define : leaveOut);
  const notOffered = (name: CapabilityName): Define => (can(name) ? leaveOut : define);

  describe(`the Cloud contract on ${subject.title}`, () => {
    describe("network", () => {
      it("is made with room for nodes, or is the cluster's own", async () => {
        const { resources } = await run(subject, (made) => made.network());
        expect(made(resources).length > 0).toBe(can("network"));
      });

      offered("network.adopt")("is adopted by its id and registers no network of its own", async () => {
        const adopt = { network: "existing-network", subnets: ["existing-subnet"] };
        const whole = await run(subject, (kit) => kit.network());
        const adopted = await run(subject, (kit) => kit.network(adopt));
        expect(made(adopted.resources).length).toBeLessThan(made(whole.resources).length);
        expect(await adopted.value).toMatchObject({ id: "existing-network", nodeSubnets: ["existing-subnet"] });
      });
    });

    describe("cluster", () => {
      it("gives a kubeconfig without credentials, whose context is the one known before", async () => {
        const { value } = await run(subject, (kit) => kit.cluster());
        const { kubeconfig } = parseCluster(await value);
        expect(kubeconfig).not.toMatch(/token:|"token"|password|client-key|client-certificate/);
        if (kubeconfig.includes("contexts")) expect(kubeconfig).toContain(subject.facts.context);
      });

      it("has pools over three zones where the cloud makes nodes, and one failure domain or more in any case", () => {
        expect(subject.facts.zones).toBe(can("cluster.pools") ? 3 : 1);
      });

      it("is protected with everything that holds data in it", async () => {
        const { resources } = await run(subject, (kit) => kit.cluster());
        if (can("cluster.pools")) expect(resources.filter(({ protect: held }) => held)).not.toEqual([]);
      });
    });

    describe("keys", () => {
      offered("keys")("are protected, and their id waits for the right to use them", async () => {
        const { resources } = await run(subject, (kit) => kit.key());
        expect(resources.filter(({ protect: held }) => held)).not.toEqual([]);
      });

      notOffered("keys")("are refused by name", () => refuses(subject, (kit) => kit.key()));
    });

    describe("object store", () => {
      const wish = { dataClass: "internal", retentionDays: 0, keepVersions: 5, deleteAfterDays: 90 } as const;
      offered("buckets")("is protected and says where it is", async () => {
        const { resources, value } = await run(subject, (kit) => kit.objectStore(wish));
        expect(resources.filter(({ protect: held }) => held)).not.toEqual([]);
        expect(parseTexts(await value)).not.toContain("");
      });

      notOffered("buckets")("is refused by name", () => refuses(subject, (kit) => kit.objectStore(wish)));
    });

    describe("registry", () => {
      offered("registry.managed")("gives a host without a scheme and without a slash at its end", async () => {
        const { value } = await run(subject, (kit) => kit.registry());
        expect(parseTexts(await value)[0]).toMatch(/^(?!https?:).*[^/]$/);
      });

      notOffered("registry.managed")("is refused by name", () => refuses(subject, (kit) => kit.registry()));
    });

    describe("managed PostgreSQL", () => {
      offered("stores.postgres.managed")(
        "has a login of its own for each service, with a secret password",
        async () => {
          const { value } = await run(subject, (kit) => kit.postgres(1));
          expect(await value).toMatchObject({ users: ["commerce-order", "commerce-report"], secret: [true, true] });
        },
      );

      offered("stores.postgres.managed")("answers reads elsewhere only where it has a replica", async () => {
        const [none, one] = [
          await run(subject, (kit) => kit.postgres(0)),
          await run(subject, (kit) => kit.postgres(1)),
        ];
        expect(sameHost(await none.value)).toBe(true);
        expect(sameHost(await one.value)).toBe(false);
      });

      notOffered("stores.postgres.managed")("is refused by name", () => refuses(subject, (kit) => kit.postgres(0)));
    });

    describe("ingress address", () => {
      offered("ingress.reserved")("isn't the API server's address", async () => {
        const { value } = await run(subject, (kit) => all([kit.ingressAddress(), kit.cluster()]));
        const [address, cluster] = parseList(await value);
        expect(address).not.toEqual(parseCluster(cluster).apiServer);
      });

      notOffered("ingress.reserved")("is refused by name", () => refuses(subject, (kit) => kit.ingressAddress()));
    });

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

type Build = (kit: Kit) => Output<unknown>;

/** The contract's methods with specs filled in, all below one component as a layer would have them. */
interface Kit {
  network(adopt?: { network: string; subnets: string[] }): Output<unknown>;
  key(): Output<unknown>;
  cluster(): Output<unknown>;
  objectStore(wish: Parameters<Cloud["objectStore"]>[1]["wish"]): Output<unknown>;
  registry(): Output<unknown>;
  postgres(replicas: number): Output<unknown>;
  ingressAddress(): Output<unknown>;
}

function everything(can: (name: CapabilityName) => boolean): Build {
  return (kit) =>
    all([
      kit.cluster(),
      ...(can("buckets")
        ? [kit.objectStore({ dataClass: "personal", retentionDays: 0, keepVersions: 3, coldAfterDays: 30 })]
        : []),
      ...(can("registry.managed") ? [kit.registry()] : []),
      ...(can("stores.postgres.managed") ? [kit.postgres(2)] : []),
      ...(can("ingress.reserved") ? [kit.ingressAddress()] : []),
    ]);
}

async function run(subject: ContractSubject, build: Build, stand: HostOptions = {}) {
  let value: Promise<unknown> = Promise.resolve();
  const { resources } = await planProgram(
    async () => {
      const cloud = await subject.open();
      const root = new ComponentResource(
        "landbridge:contract:Root",
        "shop",
        {},
        { providers: cloud.providers("shop", {}) },
      );
      const built = build(kitOf(cloud, { parent: root }));
      value = new Promise((resolve) => {
        built.apply(resolve);
      });
    },
    { stack: "contract", nested: subject.computed, ...stand },
  );
  return { resources, value };
}

function kitOf(cloud: Cloud, opts: ComponentResourceOptions): Kit {
  let network: Network | undefined;
  let key: Key | undefined;
  const theNetwork = (): Network => (network ??= cloud.network("shop-network", { addresses, tags, protect }, opts));
  const users: KeySpec["users"] = ["buckets", "cluster", "databases", "nodes", "registry"];
  const newKey = (): Key =>
    cloud.key("shop-key-platform", { dataClass: "platform", users, rotationDays: 90, tags, protect }, opts);
  const theKey = (): Key | undefined => (cloud.capabilities.keys.supported ? (key ??= newKey()) : undefined);
  const pools = cloud.capabilities["cluster.pools"].supported
    ? decideNodePools({ general: { size: "medium", min: 3, max: 6, purpose: "general", spot: false, diskGiB: 100 } })
    : [];
  return {
    network(adopt) {
      const { id, nodeSubnets } =
        adopt === undefined ? theNetwork() : cloud.network("shop-network", { addresses, adopt, tags, protect }, opts);
      return output({ id, nodeSubnets });
    },
    key: () => newKey().id,
    cluster() {
      const access = { mode: "cloud-endpoint" } as const;
      const spec = {
        kubernetes: "1.35",
        access,
        pools,
        addresses,
        network: theNetwork(),
        key: theKey(),
        tags,
        protect,
      };
      const { apiServer, kubeconfig } = cloud.cluster("shop-cluster", spec, opts);
      return output({ apiServer, kubeconfig });
    },
    objectStore(wish) {
      const { url, bucket } = cloud.objectStore("shop-bucket-audit", { wish, key: theKey(), tags, protect }, opts);
      return all([url, bucket]);
    },
    registry: () => all([cloud.registry("shop-registry", { key: theKey(), tags, protect }, opts).host]),
    postgres(replicas) {
      const wish = {
        kind: "postgres",
        placement: "managed",
        size: "large",
        dataClass: "personal",
        version: "17",
        replicas,
        storageGiB: 100,
        pitrDays: 7,
      } as const;
      const logins = [
        { name: "commerce-order", access: "read-write" },
        { name: "commerce-report", access: "read" },
      ] as const;
      const spec = {
        wish,
        highlyAvailable: true,
        users: logins,
        database: "orders",
        network: theNetwork(),
        key: theKey(),
        tags,
        protect,
      };
      const { access } = cloud.postgres("shop-orders", spec, opts);
      const secrets = Object.values(access.logins).map(({ password }) => isSecret(password));
      return output({
        users: Object.keys(access.logins).sort(),
        secret: Promise.all(secrets),
        readWrite: access.readWrite.host,
        readOnly: access.readOnly.host,
      });
    },
    ingressAddress: () => cloud.ingressAddress("shop-ingress-address", { tags }, opts).address,
  };
}

async function refuses(subject: ContractSubject, build: Build): Promise<void> {
  await expect(run(subject, build)).rejects.toBeInstanceOf(UnsupportedError);
}

/** What a cloud would make: no components, no providers. */
function made(resources: readonly PlannedResource[]): PlannedResource[] {
  return resources.filter(({ custom, type }) => custom && !type.startsWith("pulumi:providers:"));
}

const clusterShape = z.object({ apiServer: z.string(), kubeconfig: z.string() });

function parseCluster(value: unknown): z.infer<typeof clusterShape> {
  return clusterShape.parse(value);
}

function parseList(value: unknown): readonly unknown[] {
  return z.array(z.unknown()).parse(value);
}

function parseTexts(value: unknown): string[] {
  return z.array(z.string()).parse(value);
}

function sameHost(value: unknown): boolean {
  const { readWrite, readOnly } = z.object({ readWrite: z.string(), readOnly: z.string() }).parse(value);
  return readWrite === readOnly;
}
