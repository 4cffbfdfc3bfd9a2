import { all, type Output } from "@pulumi/pulumi";
import { describe, expect, it } from "vitest";
import type { HostOptions } from "../../plan/host.ts";
import { wishes, type Build } from "./kit.contract.ts";
import { offersOf } from "./offers.contract.ts";
import { run, type Can, type ContractSubject } from "./subject.contract.ts";

/** What holds of all that a cloud makes at once. */
export function describeEverything(subject: ContractSubject): void {
  const { can } = offersOf(subject);

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
