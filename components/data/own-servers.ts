import { StatefulSet, type StatefulSetArgs } from "@pulumi/kubernetes/apps/v1/statefulSet.js";
import {
  PersistentVolumeClaim,
  type PersistentVolumeClaimArgs,
} from "@pulumi/kubernetes/core/v1/persistentVolumeClaim.js";
import { Service } from "@pulumi/kubernetes/core/v1/service.js";
import { PodDisruptionBudget } from "@pulumi/kubernetes/policy/v1/podDisruptionBudget.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import type { Labels } from "../kit/labels.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import type { Consumer } from "../kit/workloads/consumers.ts";
import type { Component } from "../kit/component.ts";
import type { BackupPlaces } from "./copies/backup-places.ts";
import type { Authority } from "./store-certificate.ts";
import type { StoreMetadata } from "./store-metadata.ts";

/** Which store the kit runs by its own servers, for whom, who signs its certificates, and where. */
export interface OwnStoreArgs<Wish, Login = Pick<Consumer, "name" | "access">> {
  readonly store: string;
  readonly wish: Wish;
  /** Who uses it, and how. */
  readonly logins: readonly Login[];
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** Where it is copied to, if it is. */
  readonly places?: BackupPlaces | undefined;
}

/** Whose part something is. */
export type Inside = { readonly parent: Component };

/** A server of a store: a StatefulSet of one with a volume of its own. */
export interface OwnServer {
  /** Of the StatefulSet and of its claim. */
  readonly name: string;
  /** What tells it from the others in resources' names. */
  readonly role: string;
  readonly claim: NonNullable<PersistentVolumeClaimArgs["spec"]>;
  readonly spec: NonNullable<StatefulSetArgs["spec"]>;
}

/** Whose part something is, and what is there before. */
export type Waiting = Inside & { readonly dependsOn: readonly Resource[] };

/** How servers are made. */
export interface OwnServersOptions extends Waiting {
  /** What is said of volumes, since they hold data. */
  readonly kept: CustomResourceOptions;
  /** What volumes' claims carry besides what all objects of the store do. - behaviour: nothing. */
  readonly claimLabels?: Labels;
  /** What a server may need until it is ready. */
  readonly customTimeouts: { readonly create: string; readonly update: string };
}

/** A volume, which is made when its pod has a node: nobody waits for it. */
export function createServerVolume(
  name: string,
  { name: claim, claim: spec }: Pick<OwnServer, "name" | "claim">,
  metadata: StoreMetadata,
  opts: CustomResourceOptions,
): PersistentVolumeClaim {
  return new PersistentVolumeClaim(name, { metadata: { ...metadata(claim), ...unawaited }, spec }, opts);
}

/** Servers of a store. Each waits for the one before it, so that one at a time starts or restarts. Gives the last. */
export function createServersInTurn(
  name: string,
  servers: readonly OwnServer[],
  metadata: StoreMetadata,
  { dependsOn, kept, customTimeouts, parent, claimLabels = {} }: OwnServersOptions,
): Resource {
  const ofClaims: StoreMetadata = (object) => ({
    ...metadata(object),
    labels: { ...metadata(object).labels, ...claimLabels },
  });
  let last: Resource | undefined;
  for (const server of servers) {
    const volume = createServerVolume(`${name}-volume-${server.role}`, server, ofClaims, { parent, ...kept });
    last = new StatefulSet(
      `${name}-server-${server.role}`,
      { metadata: metadata(server.name), spec: server.spec },
      { parent, dependsOn: [...dependsOn, volume, ...(last === undefined ? [] : [last])], customTimeouts },
    );
  }
  if (last === undefined) throw new Error(`${name} has no server`);
  return last;
}

/** A port of a store's servers, which is called the same in its pods. */
export interface OwnPort {
  readonly name: string;
  readonly port: number;
}

/** Which pods a Service leads to, and where. */
export interface OwnDoor {
  readonly service: string;
  readonly selector: Labels;
  readonly ports: readonly OwnPort[];
}

/** One by which clients find any server that is ready, and one by which each server is found by its name, ready or not. Gives the latter. */
export function createServerServices(
  name: string,
  { clients, servers }: { readonly clients: OwnDoor; readonly servers: OwnDoor },
  metadata: StoreMetadata,
  opts: Inside,
): Service {
  const specOf = ({ selector, ports }: OwnDoor) => ({
    selector: { ...selector },
    ports: ports.map((port) => ({ ...port, targetPort: port.name })),
  });
  new Service(`${name}-service`, { metadata: metadata(clients.service), spec: specOf(clients) }, opts);
  return new Service(
    `${name}-nodes`,
    {
      metadata: { ...metadata(servers.service), ...unawaited },
      spec: { clusterIP: "None", publishNotReadyAddresses: true, ...specOf(servers) },
    },
    opts,
  );
}

/**
 * One of several pods may be evicted at a time; of one alone nothing is said. Of pods of several controllers only a number that
 * stays counts all of them while one is away.
 */
export function createServersBudget(
  name: string,
  { object, selector, count }: { readonly object: string; readonly selector: Labels; readonly count: number },
  metadata: StoreMetadata,
  opts: Inside,
): void {
  if (count <= 1) return;
  const spec = { minAvailable: count - 1, selector: { matchLabels: { ...selector } } };
  new PodDisruptionBudget(name, { metadata: metadata(object), spec }, opts);
}

const unawaited = { annotations: { "pulumi.com/skipAwait": "true" } } as const;
