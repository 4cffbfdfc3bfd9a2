import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import type { Resource } from "@pulumi/pulumi";
import type { Component } from "../kit/component.ts";
import type { Labels } from "../kit/labels.ts";
import type { Door } from "../kit/network/balancers.ts";
import { balancerWay, decideDoorService } from "../kit/network/doors.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import type { StoreMetadata } from "./store-metadata.ts";

/** Whom a door leads to, and where. */
export interface DoorArgs {
  readonly door: Door;
  readonly selector: Labels;
  readonly metadata: StoreMetadata;
  readonly surroundings: Pick<Surroundings, "balancers" | "protect">;
}

/**
 * A load balancer before a store's pods, for callers outside of the cluster. `up` waits until it has an address. In a protected environment
 * it is protected, since another one would have another address, to which nobody's record leads.
 */
export function createDoor(
  name: string,
  { door, selector, metadata, surroundings }: DoorArgs,
  opts: { readonly parent: Component; readonly dependsOn: Resource[] },
): Service {
  const { annotations } = balancerWay(surroundings.balancers, door.scope);
  return new Service(
    name,
    {
      metadata: { ...metadata(door.name), annotations: { ...annotations } },
      spec: decideDoorService(door, selector),
    },
    { ...opts, protect: surroundings.protect, customTimeouts: { create: "20m", delete: "20m" } },
  );
}
