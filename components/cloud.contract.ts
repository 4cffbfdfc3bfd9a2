import { describe, expect, it } from "vitest";
import { fieldsToHeed, heedsOn } from "./contract/heeds.contract.ts";
import { describeBootstrap } from "./contract/stores/bootstrap.contract.ts";
import { describeEvents } from "./contract/events.contract.ts";
import { expectBalancers } from "./contract/network/doors.contract.ts";
import { describeEdge } from "./contract/network/edge.contract.ts";
import { describeCassandra } from "./contract/stores/cassandra.contract.ts";
import { describeNodeProvisioner } from "./contract/node-provisioner.contract.ts";
import { describeCluster } from "./contract/cluster.contract.ts";
import { describeEverything } from "./contract/everything.contract.ts";
import { describeKeys } from "./contract/keys.contract.ts";
import { describeNetwork } from "./contract/network/network.contract.ts";
import { describeObjects } from "./contract/stores/objects.contract.ts";
import { describePostgres } from "./contract/stores/postgres.contract.ts";
import { describeRights } from "./contract/rights.contract.ts";
import { describeMysql } from "./contract/stores/mysql.contract.ts";
import { describeMongodb } from "./contract/stores/mongodb.contract.ts";
import { describeRabbitmq } from "./contract/stores/rabbitmq.contract.ts";
import { describeStores } from "./contract/stores/stores.contract.ts";
import { describeWarehouse } from "./contract/stores/warehouse.contract.ts";
import { describePeering } from "./contract/network/peering.contract.ts";
import { describeVpn } from "./contract/network/vpn.contract.ts";
import { ownCapabilities } from "./contract/own-capabilities.contract.ts";
import type { Can, ContractSubject } from "./contract/subject.contract.ts";

/** What every cloud must do, as a suite. A cloud that can't do a thing declares it and refuses it; it never pretends. */
export function describeCloudContract(row: ContractSubject): void {
  const subject = { ...row, capabilities: ownCapabilities(row.capabilities, row.facts) };
  const can: Can = (name) => subject.capabilities[name].supported;

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

    it("says how load balancers are made for whom it says they can be", () => {
      expectBalancers(subject.facts.balancers, can);
    });

    describeNetwork(subject);
    describeCluster(subject);
    describeKeys(subject);
    describeObjects(subject);
    describePostgres(subject);
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
    describeEverything(subject);
  });
}
