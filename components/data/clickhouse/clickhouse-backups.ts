import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { ClickhouseWish } from "../../../environments/schema/stores/clickhouse.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import {
  clickhouseTrialSize,
  clickhouseUser,
  decideClickhouseDump,
  decideClickhouseRestore,
  decideClickhouseTrial,
} from "../../kit/databases/clickhouse/clickhouse-copies.ts";
import { copyContainerSizes } from "../../kit/databases/copies/copy-pod.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createStoreCopies, type StoreCopiesArgs } from "../copies/store-copies.ts";
import type { CopiedStoreArgs } from "../copies/backup-places.ts";
import { adminOf } from "../setup-job.ts";

/** Which servers are copied, and where to. */
export interface ClickhouseBackupsArgs extends CopiedStoreArgs<ClickhouseWish> {
  readonly image: string;
  /** Where each answers, once all of them run. */
  readonly port: Output<string>;
  /** Who signed their certificates, in PEM. */
  readonly authorities: Input<string>;
}

/**
 * Copies of a ClickHouse in the cluster: a Job each night reads every table of every shard, another one tries the newest copy in a ClickHouse of its
 * own, and a store that begins from another's copy is filled before services log in.
 */
export class ClickhouseBackups extends Component {
  static readonly type = "landbridge:data:ClickhouseBackups";
  /** What was brought in, before anybody logs in. */
  readonly restored: readonly Resource[];

  constructor(name: string, args: ClickhouseBackupsArgs, opts: ComponentResourceOptions) {
    super(ClickhouseBackups.type, name, { store: args.store }, opts);
    this.restored = createStoreCopies(name, { ...args, ...tasksOf(args) }, { parent: this });
    this.registerOutputs({});
  }
}

function tasksOf({
  store,
  wish,
  image,
  port,
  surroundings,
}: ClickhouseBackupsArgs): Pick<StoreCopiesArgs, "dump" | "trial" | "restore"> {
  const common = { image, user: clickhouseUser };
  // The client, what counts rows as they go by and what packs are in one container.
  const asks = {
    ...{ ...common, size: { ...copyContainerSizes.server, memoryGiB: 1.5 } },
    variables: [
      { name: "ADMIN_PASSWORD", ...adminOf(store) },
      { name: "CA_FILE", value: `${authoritiesFolder}/${authoritiesFile(store)}` },
      { name: "CLICKHOUSE_NATIVE_PORT", value: port },
    ],
  };
  const { shards, replicas, restoreFrom } = wish;
  const shape = { store, shards, replicas };
  const trial = { diskGiB: shards * wish.storageGiB, size: clickhouseTrialSize };
  return {
    dump: { ...asks, files: decideClickhouseDump({ ...shape, days: decideBackupDays(surroundings) }) },
    trial: { ...common, ...trial, files: decideClickhouseTrial(store), variables: [] },
    restore: restoreFrom && {
      ...asks,
      files: decideClickhouseRestore({ ...shape, origin: restoreFrom.store, at: restoreFrom.at }),
    },
  };
}
