import { expect } from "vitest";
import type { ClusterFacts } from "../../cloud.ts";
import type { Door } from "../../kit/network/balancers.ts";
import type { Build } from "../kit.contract.ts";
import type { Can } from "../subject.contract.ts";

/** The load balancer that networks are told of. */
export const contractDoor: Door = {
  name: "things-devices",
  scope: "internal",
  ports: [8883],
  sources: ["10.128.0.0/14"],
};

const withDoor =
  (change: Partial<Door>): Build =>
  (kit) =>
    kit.network({ doors: [{ ...contractDoor, ...change }] });

/** Fields of what networks are told of load balancers. */
export const doorTries: Readonly<Record<string, Build>> = {
  doors: (kit) => kit.network({ doors: [] }),
  "doors.scope": withDoor({ scope: "public" }),
  "doors.ports": withDoor({ ports: [8883, 15676] }),
  "doors.sources": withDoor({ sources: ["192.0.2.0/24"] }),
};

/** A cloud knows how balancers are made where it says so, and never makes one public that is meant to be internal. */
export function expectBalancers(balancers: ClusterFacts["balancers"], can: Can): void {
  expect(balancers?.internal !== undefined).toBe(can("cluster.balancers.internal"));
  expect(balancers?.public !== undefined).toBe(can("cluster.balancers.public"));
  if (balancers?.internal === undefined) return;
  expect(Object.keys(balancers.internal.annotations)).not.toEqual([]);
  expect(balancers.internal.annotations).not.toEqual(balancers.public?.annotations);
}
