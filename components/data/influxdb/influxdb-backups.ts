import type { ComponentResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { InfluxdbWish } from "../../../environments/schema/stores/influxdb.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { decideTrialSize } from "../../kit/databases/copies/copy-pod.ts";
import {
  decideInfluxdbDump,
  decideInfluxdbRestore,
  decideInfluxdbTrial,
  decideInfluxdbTrialMemory,
  influxdbUser,
} from "../../kit/databases/influxdb/influxdb-copies.ts";
import { sizes } from "../../kit/sizes.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import { createStoreCopies, type StoreCopiesArgs } from "../copies/store-copies.ts";
import type { CopiedStoreArgs } from "../copies/backup-places.ts";
import { adminOf } from "../setup-job.ts";

/** Which server is copied, and where to. */
export interface InfluxdbBackupsArgs extends CopiedStoreArgs<InfluxdbWish> {
  readonly image: string;
  /** Where it answers, once it runs. */
  readonly url: Output<string>;
  /** Who signed its certificate, in PEM. */
  readonly authorities: Input<string>;
}

/**
 * Copies of an InfluxDB in the cluster: a Job each night asks the server for its files, another one tries the newest copy in a server of its own, and
 * a store that begins from another's copy is filled before it is set up.
 */
export class InfluxdbBackups extends Component {
  static readonly type = "landbridge:data:InfluxdbBackups";
  /** What was brought in, before anything else is made. */
  readonly restored: readonly Resource[];

  constructor(name: string, args: InfluxdbBackupsArgs, opts: ComponentResourceOptions) {
    super(InfluxdbBackups.type, name, { store: args.store }, opts);
    this.restored = createStoreCopies(name, { ...args, ...tasksOf(args) }, { parent: this });
    this.registerOutputs({});
  }
}

/** A copy lies on a disk that goes with the pod before it is uploaded; what is tried lies there twice. */
function tasksOf({
  store,
  wish,
  image,
  url,
  surroundings,
}: InfluxdbBackupsArgs): Pick<StoreCopiesArgs, "dump" | "trial" | "restore"> {
  const authorities = `${authoritiesFolder}/${authoritiesFile(store)}`;
  const common = { image, user: influxdbUser };
  const asks = {
    ...common,
    variables: [
      { name: "INFLUX_HOST", value: url },
      { name: "INFLUX_TOKEN", ...adminOf(store) },
    ],
    diskGiB: wish.storageGiB,
  };
  const size = decideTrialSize(sizes[wish.size]);
  const { restoreFrom } = wish;
  const days = decideBackupDays(surroundings);
  return {
    dump: { ...asks, files: decideInfluxdbDump({ store, days, authorities }) },
    trial: {
      ...{ ...common, files: decideInfluxdbTrial({ store }), diskGiB: 2 * wish.storageGiB, size },
      variables: decideInfluxdbTrialMemory(size),
    },
    restore: restoreFrom && {
      ...asks,
      files: decideInfluxdbRestore({ origin: restoreFrom.store, at: restoreFrom.at, authorities }),
    },
  };
}
