import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { core } from "@pulumi/kubernetes/types/output.js";
import { output, type Resource } from "@pulumi/pulumi";
import type { EdgeRecord } from "../cloud.ts";
import type { Component } from "../kit/component.ts";
import type { Labels } from "../kit/labels.ts";
import type { Door } from "../kit/network/balancers.ts";
import { balancerWay, decideDoorService } from "../kit/network/doors.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import type { StoreMetadata } from "./store-metadata.ts";

/** Whom a door leads to, by which name, and where. */
export interface DoorArgs {
  readonly door: Door;
  /** The name by which callers come. */
  readonly host: string;
  readonly selector: Labels;
  readonly metadata: StoreMetadata;
  readonly surroundings: Pick<Surroundings, "balancers" | "protect">;
}

/**
 * A load balancer before a store's pods, for callers outside of the cluster; the record that leads to it, which whoever holds the zone
 * makes. `up` waits until it has an address. In a protected environment it is protected, since another one would have another address, to
 * which nobody's record leads.
 */
export function createDoor(
  name: string,
  { door, host, selector, metadata, surroundings: { balancers, protect } }: DoorArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): EdgeRecord {
  const { annotations, record } = balancerWay(balancers, door.scope);
  const service = new Service(
    name,
    {
      metadata: { ...metadata(door.name), annotations: { ...annotations } },
      spec: decideDoorService(door, selector),
    },
    { ...opts, protect, customTimeouts: { create: "20m", delete: "20m" } },
  );
  const field = record === "A" ? "ip" : "hostname";
  const values = service.status.loadBalancer.ingress.apply((found: Ingress[] | undefined) =>
    (found ?? []).flatMap(({ [field]: value }: Partial<Ingress>) => value ?? []),
  );
  return { name: output(host), type: record, values };
}

type Ingress = core.v1.LoadBalancerIngress;
