import { all, CustomResource, type Input, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import type { HostOptions } from "../plan/host.ts";
import { isUndecided, type PlannedResource } from "../plan/planned-resource.ts";
import type { CapabilityName } from "./cloud.ts";
import { fieldsToHeed, heedsOn } from "./contract/heeds.contract.ts";
import { names, wishes, type Build } from "./contract/kit.contract.ts";
import { made, run, type Can, type ContractSubject } from "./contract/subject.contract.ts";
import { UnsupportedError } from "./kit/errors.ts";
import { ports } from "./kit/ports.ts";

/** What every cloud must do, as a suite. A cloud that can't do a thing declares it and refuses it; it never pretends. */
export function describeCloudContract(subject: ContractSubject): void {
  const can: Can = (name) => subject.capabilities[name].supported;

  // A test that doesn't apply isn't there, so that nothing is reported as skipped; a refusal takes its place.
  const offered = (name: CapabilityName): Define => (can(name) ? define : leaveOut);
  const notOffered = (name: CapabilityName): Define => (can(name) ? leaveOut : define);

  describe(`the Cloud contract on ${subject.name}`, () => {
    it("has the name and the capabilities that its row says", async () => {
      const cloud = await subject.open();
      expect({ name: cloud.name, capabilities: cloud.capabilities }).toEqual({
        name: subject.name,
        capabilities: subject.capabilities,
      });
    });

    it("says of all that it can't do why, and what to write instead", () => {
      for (const [name, answer] of Object.entries(subject.capabilities)) {
        if (!answer.supported) expect([name, answer.why, answer.instead]).not.toContain("");
      }
    });

    const heeds = heedsOn(subject);
    for (const field of fieldsToHeed(can)) {
      it(`makes something else for another ${field.name}`, async () => {
        expect(await heeds(field)).toBe(true);
      });
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
        "is reached at the usual port, in the database that was asked for",
        async () => {
          const { value } = await run(subject, (kit) => kit.postgres());
          const port = ports.postgres;
          expect(await value).toMatchObject({ database: "orders", readWrite: { port }, readOnly: { port } });
        },
      );

      offered("stores.postgres.managed")("has a login of its own for each service", async () => {
        const { value } = await run(subject, (kit) => kit.postgres());
        const { services, users, passwords } = accessShape.parse(await value);
        expect(services).toEqual(["commerce-order", "commerce-report"]);
        expect([new Set(users).size, new Set(passwords).size]).toEqual([2, 2]);
      });

      offered("stores.postgres.managed")("has passwords that are secret and made, not written", async () => {
        const { value, resources } = await run(subject, (kit) => kit.postgres());
        const { passwords, secret } = accessShape.parse(await value);
        const plan = JSON.stringify(resources.map(({ inputs }) => inputs));
        expect({ secret, made: passwords.map((password) => isUndecided(password)) }).toEqual({
          secret: [true, true],
          made: [true, true],
        });
        expect(passwords.filter((password) => plan.includes(password))).toEqual([]);
      });

      offered("stores.postgres.managed")("answers reads elsewhere only where it has a replica", async () => {
        const hosts = async (replicas: number): Promise<number> => {
          const wish = { ...wishes.postgres, replicas };
          const { readWrite, readOnly } = accessShape.parse(
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
        const [address, cluster] = z.tuple([z.string(), clusterShape]).parse(await value);
        expect(address).not.toEqual(cluster.apiServer);
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
      ...(can("buckets") ? [kit.objectStore()] : []),
      ...(can("registry.managed") ? [kit.registry()] : []),
      ...(can("stores.postgres.managed") ? [kit.postgres({ wish: { ...wishes.postgres, replicas: 2 } })] : []),
      ...(can("ingress.reserved") ? [kit.ingressAddress()] : []),
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

const clusterShape = z.object({ apiServer: z.string(), kubeconfig: z.string() });

const endpointShape = z.object({ host: z.string(), port: z.number() });

const accessShape = z.object({
  services: z.array(z.string()),
  users: z.array(z.string()),
  passwords: z.array(z.string()),
  secret: z.array(z.boolean()),
  readWrite: endpointShape,
  readOnly: endpointShape,
});
