import type { Output } from "@pulumi/pulumi";
import type { LayerName, WarehouseWish } from "../../environments/schema/stores/warehouse.ts";
import type { PortRange } from "../kit/network/ports.ts";
import type { Tags } from "../kit/tags.ts";
import type { Key } from "./key.ts";
import type { Network } from "./network.ts";

/** What a cloud's warehouse is asked to be. */
export interface WarehouseSpec {
  readonly wish: WarehouseWish;
  /** What its database is called, where the cloud's warehouse has databases: at most 30 of a-z, 0-9 and _. */
  readonly database: string;
  /** Days in which what was deleted can be brought back, 2 to 7. */
  readonly undoDays: number;
  /** Days that its logs are kept, where the cloud keeps those of a warehouse by themselves. */
  readonly logDays: number;
  /** From where it is reached, on a cloud whose warehouse has an address in a network. */
  readonly network: Network;
  readonly key?: Key | undefined;
  readonly tags: Tags;
  readonly protect: boolean;
}

/** A warehouse. What services are told of it is known only after its layers and their rights are there. */
export interface Warehouse extends Pick<WarehouseFacts, "engine" | "port"> {
  /** Host name, without a port. */
  readonly host: Output<string>;
  /** Name of the database, or of what stands in its place. */
  readonly database: Output<string>;
  /** By what a query or a client names each layer. */
  readonly layers: Readonly<Record<LayerName, Output<string>>>;
  /** The cloud's identifier of it, for those who grant rights to it. */
  readonly id: Output<string>;
  /** SQL by which an administrator ends, once, what the cloud has no API for. Absent where nothing is left to do. */
  readonly setup?: readonly Output<string>[];
}

/** What is known of a cloud's warehouses before they exist. */
export interface WarehouseFacts {
  /** By which a client chooses its driver. */
  readonly engine: string;
  /** TCP port of the host. */
  readonly port: number;
  /** Ports of addresses inside of the network on which it is reached. Empty where it is reached as the cloud is. */
  readonly ports: readonly PortRange[];
}
