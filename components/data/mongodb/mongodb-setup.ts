import type { ComponentResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { imageReference } from "../../../charts/catalogue.ts";
import type { MongodbWish } from "../../../environments/schema/stores/mongodb.ts";
import type { ManagedMongodb, MongodbAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { decideMongodbSetup, mongodbSetupFolders } from "../../kit/databases/mongodb/mongodb-setup.ts";
import { decideMongodbDatabase, optionsText, type MongodbLogin } from "../../kit/databases/mongodb/mongodb.ts";
import { authoritiesFile, authoritiesFolder } from "../../kit/workloads/authorities.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { authorityVolumes, createSetupJob, servicesOf, type SetupAuthority, type SetupVariable } from "../setup-job.ts";

/** Which cluster, for whom, and where from it is set up. */
export interface MongodbSetupArgs {
  readonly store: string;
  readonly wish: MongodbWish;
  readonly logins: readonly MongodbLogin[];
  readonly cluster: ManagedMongodb;
  /** Who signed the certificates of a cluster of ours. - behaviour: who `cluster.facts` says. */
  readonly authority?: SetupAuthority | undefined;
  /** Users of who captures collections: they read. - behaviour: nobody does. */
  readonly captures?: readonly string[] | undefined;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
}

/** What is inside of a cluster that speaks MongoDB's protocol, the cloud's or ours: a user for each service. A Job makes them. */
export class MongodbSetup extends Component {
  static readonly type = "landbridge:data:MongodbSetup";
  readonly access: MongodbAccess;
  /** What is inside is there: depend on it. */
  readonly servers: Resource;

  constructor(name: string, args: MongodbSetupArgs, opts: ComponentResourceOptions) {
    super(MongodbSetup.type, name, { store: args.store, logins: args.logins.map(({ name: login }) => login) }, opts);
    const { store, wish, cluster, surroundings, namespace, authority } = args;
    const { captures = [] } = args;
    const services = args.logins.map(({ name: login }) => login);
    const all = [...args.logins, ...captures.map((login) => ({ name: login, access: "read" as const }))];
    const { rolesOf, scheme, options, authorities } = cluster.facts;
    const database = decideMongodbDatabase(store, args.wish);
    const { job, logins } = createSetupJob(
      name,
      {
        ...{ store, surroundings, namespace, dataClass: wish.dataClass },
        // MongoDB's own image: it has the shell.
        image: imageReference("mongodb-shell", surroundings.mirrors),
        command: ["mongosh", "--nodb", "--norc", "--quiet", `${mongodbSetupFolders.files}/setup.js`],
        files: {
          ...decideMongodbSetup({ database, rolesOf, logins: all }),
          ...(authorities === undefined ? {} : { [authoritiesFile(store)]: authorities }),
        },
        elsewhere: placesOf(args),
        folders: mongodbSetupFolders,
        logins: all.map(({ name: login }) => login),
        admin: { variable: "MONGODB_PASSWORD", password: cluster.admin.password },
        variables: connection(args),
        // The shell writes where it is at home, and only there.
        volumes: [
          { name: "home", emptyDir: { sizeLimit: "64Mi" }, mountPath: "/tmp" },
          ...authorityVolumes(store, authority),
        ],
        // The shell alone takes 180 MiB.
        resources: { cpu: "100m", memory: "256Mi", scratch: ["32Mi", "128Mi"] },
      },
      this,
    );
    this.access = {
      ...{ kind: "mongodb", scheme, options, host: cluster.host, database },
      authorities: authority?.certificate ?? authorities,
      // Who captures is no service, which would be told its password.
      logins: servicesOf(logins, services),
    };
    this.servers = job;
    this.registerOutputs({ host: this.access.host });
  }
}

/** Files that the shell looks for in places of their own. */
function placesOf({ store, cluster }: MongodbSetupArgs): Record<string, string> {
  const file = authoritiesFile(store);
  return {
    "mongosh.conf": "/etc/mongosh.conf",
    ...(cluster.facts.authorities === undefined ? {} : { [file]: `${authoritiesFolder}/${file}` }),
  };
}

function connection({ store, cluster, authority }: MongodbSetupArgs): SetupVariable[] {
  const { options, authorities = authority?.certificate } = cluster.facts;
  return [
    { name: "HOME", value: "/tmp" },
    { name: "MONGODB_HOST", value: cluster.host },
    { name: "MONGODB_OPTIONS", value: optionsText(store, { options, authorities }) },
    { name: "MONGODB_SCHEME", value: cluster.facts.scheme },
    { name: "MONGODB_USER", value: cluster.admin.user },
  ];
}
