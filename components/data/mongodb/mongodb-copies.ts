import { interpolate, type ComponentResourceOptions, type Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import type { ManagedMongodb } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideBackupDays } from "../../kit/databases/backups.ts";
import { decideDocumentJobs, documentsCopier } from "../../kit/databases/copied-stores.ts";
import {
  agentPrograms,
  decideAgentTrial,
  decideAgentTrialDisk,
} from "../../kit/databases/mongodb/mongodb-agent-trial.ts";
import {
  decideMongodbDump,
  decideMongodbDumpTrial,
  decideMongodbRestore,
} from "../../kit/databases/mongodb/mongodb-dumps.ts";
import { mongodbOperatorUsers, mongodbUser } from "../../kit/databases/mongodb/mongodb-cluster.ts";
import { ownServerSize } from "../../kit/databases/mongodb/mongodb-own-server.ts";
import { decideMongodbDatabase, optionsText } from "../../kit/databases/mongodb/mongodb.ts";
import { afterAll } from "../../kit/outputs.ts";
import { createStoreCopies, type StoreCopiesArgs } from "../copies/store-copies.ts";
import type { BackupPlaces, CopiedStoreArgs } from "../copies/backup-places.ts";
import type { SetupAuthority } from "../setup-job.ts";
import { decideDocumentsBy } from "./mongodb-backups.ts";
import { usersSecret } from "./mongodb-cluster.ts";

/** Which members are copied, or whose copies are tried, and where these are. */
export interface MongodbCopiesArgs extends CopiedStoreArgs<MongodbWish> {
  readonly cluster: ManagedMongodb;
  readonly authority: SetupAuthority;
}

/** Whether a store of documents has Jobs beside it that copy it or try its copies. */
export function hasDocumentJobs(store: string, wish: MongodbWish, places: BackupPlaces | undefined): boolean {
  return decideDocumentJobs(wish, decideDocumentsBy(store, places)) !== undefined;
}

/**
 * Jobs beside documents in the cluster. Where members copy themselves, one tries the newest copy in a server of its own. Where the cloud doesn't know their
 * agent, another one dumps them each night, and a store that begins from another's dump is filled once, before anybody logs in.
 */
export class MongodbCopies extends Component {
  static readonly type = "landbridge:data:MongodbCopies";
  /** The members, known to those who log in after what is brought in is there. */
  readonly cluster: ManagedMongodb;

  constructor(name: string, args: MongodbCopiesArgs, opts: ComponentResourceOptions) {
    super(MongodbCopies.type, name, { store: args.store }, opts);
    const { store, cluster, authority, places } = args;
    const tasks = decideDocumentsBy(store, places) === "agent" ? { trial: trialOf(args) } : dumpsOf(args);
    const copies = { ...args, ...tasks, copier: documentsCopier(store), authorities: authority.certificate };
    const restored = createStoreCopies(name, copies, { parent: this });
    this.cluster = restored.reduce(clusterAfter, cluster);
    this.registerOutputs({ host: this.cluster.host });
  }
}

/** What Jobs run in: the image of the members has the server, its shell and its tools. */
function serverOf({ wish, surroundings }: MongodbCopiesArgs) {
  return { image: imageReference(`mongodb-${wish.version}`, surroundings.mirrors), user: mongodbUser };
}

/** Of what the agent copied. */
function trialOf(args: MongodbCopiesArgs): StoreCopiesArgs["trial"] {
  const { store, wish, surroundings } = args;
  return {
    ...{ ...serverOf(args), size: ownServerSize, variables: [], files: decideAgentTrial({ store }) },
    ...{ diskGiB: decideAgentTrialDisk(wish), diskForBoth: true },
    programs: { image: imageReference("mongodb-backup", surroundings.mirrors), command: agentPrograms },
  };
}

/** By the operator's user that may read and bring in everything. */
function dumpsOf(args: MongodbCopiesArgs): Pick<StoreCopiesArgs, "dump" | "trial" | "restore"> {
  const { store, wish, surroundings } = args;
  const { restoreFrom } = wish;
  const common = serverOf(args);
  const own = { ...common, size: ownServerSize, diskGiB: wish.storageGiB };
  const servers = connectionOf(args);
  const days = decideBackupDays(surroundings, wish);
  return {
    dump: { ...common, files: decideMongodbDump({ store, days }), variables: servers },
    trial: { ...own, files: decideMongodbDumpTrial({ store }), variables: [] },
    restore: restoreFrom && {
      ...{ ...own, variables: servers },
      files: decideMongodbRestore({ origin: restoreFrom.store, database: decideMongodbDatabase(store, wish) }),
    },
  };
}

function connectionOf({
  store,
  cluster,
  authority,
}: MongodbCopiesArgs): NonNullable<StoreCopiesArgs["dump"]>["variables"] {
  const options = optionsText(store, { options: cluster.facts.options, authorities: authority.certificate });
  const password = { secretKeyRef: { name: usersSecret(store), key: "MONGODB_BACKUP_PASSWORD" } };
  return [
    { name: "SERVER_PLACE", value: interpolate`${cluster.host}/?${options}` },
    { name: "SERVER_PASSWORD", valueFrom: password },
    { name: "SERVER_USER", value: mongodbOperatorUsers.MONGODB_BACKUP },
  ];
}

function clusterAfter(cluster: ManagedMongodb, { urn }: Resource): ManagedMongodb {
  return { ...cluster, host: afterAll(cluster.host, [urn]) };
}
