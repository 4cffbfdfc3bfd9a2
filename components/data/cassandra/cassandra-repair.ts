import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import type { CustomResourceOptions, Input } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { CassandraWish } from "../../../environments/schema/stores/cassandra.ts";
import {
  decideRepairedNodes,
  decideRepairPod,
  decideRepairSchedule,
  decideRepairScript,
  needsRepair,
} from "../../kit/databases/cassandra/cassandra-repair.ts";
import { decideKeyspace } from "../../kit/databases/cassandra/cassandra.ts";
import { contentHash } from "../../kit/names.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { describeStore } from "../store-metadata.ts";

/** Which nodes compare what they hold. */
export interface CassandraRepairArgs {
  readonly store: string;
  readonly wish: CassandraWish;
  /** The Secret with the certificate that the management API knows. */
  readonly certificate: string;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** Has the nodes of a data centre compare what they hold, twice a week; nothing where there is one node. */
export function createCassandraRepair(name: string, args: CassandraRepairArgs, opts: CustomResourceOptions): void {
  const { store, wish, certificate, surroundings } = args;
  if (!needsRepair(wish)) return;
  const { labels, metadata } = describeStore(args, wish.dataClass);
  const keyspaces = [decideKeyspace(surroundings.system, store), "system_auth"];
  const data = { "repair.sh": decideRepairScript(decideRepairedNodes(store, wish, surroundings), keyspaces) };
  const object = `${store}-repair-${contentHash(data)}`;
  const config = new ConfigMap(`${name}-files`, { metadata: metadata(object), immutable: true, data }, opts);
  const image = imageReference("curl", surroundings.mirrors);
  const parts = { store, labels, image, files: config.metadata.name, certificate };
  const spec = {
    ...decideRepairSchedule(store),
    jobTemplate: {
      spec: { backoffLimit: 1, activeDeadlineSeconds: 2 * 24 * 3600, template: decideRepairPod(parts, surroundings) },
    },
  };
  new CronJob(`${name}-job`, { metadata: metadata(`${store}-repair`), spec }, opts);
}
