import {
  CassandraResourceCassandraKeyspace,
  type CassandraResourceCassandraKeyspaceArgs,
} from "@pulumi/azure-native/cosmosdb/cassandraResourceCassandraKeyspace.js";
import {
  CassandraResourceCassandraTable,
  type CassandraResourceCassandraTableArgs,
} from "@pulumi/azure-native/cosmosdb/cassandraResourceCassandraTable.js";
import { DatabaseAccount, type DatabaseAccountArgs } from "@pulumi/azure-native/cosmosdb/databaseAccount.js";
import { listDatabaseAccountKeysOutput } from "@pulumi/azure-native/cosmosdb/listDatabaseAccountKeys.js";
import type { PrivateEndpointArgs } from "@pulumi/azure-native/network/privateEndpoint.js";
import { interpolate, secret, type ComponentResourceOptions, type Output, type Resource } from "@pulumi/pulumi";
import { RandomId } from "@pulumi/random/randomId.js";
import type { CassandraAccess, Login, ManagedCassandra, ManagedCassandraSpec } from "../../../../cloud.ts";
import { Component } from "../../../../kit/component.ts";
import { afterAll } from "../../../../kit/outputs.ts";
import { holdsData } from "../../../../kit/protection.ts";
import { transformed, type Transform } from "../../../../kit/transforms.ts";
import type { ResourceGroup } from "../../account/resource-group.ts";
import { logService, type LogPlace } from "../../account/service-logs.ts";
import { dashedPrefix, nameLimits } from "../../names.ts";
import type { PrivateDoors } from "../../network/private-link.ts";
import type { Identities } from "../../rights/identity.ts";
import type { AzureSettings } from "../../settings.ts";
import { accountArgs, keyspaceArgs, tableArgs, type InAccount } from "./cassandra-args.ts";
import { azureManagedStores } from "../managed-stores.ts";

/** What a caller may change on the children below. */
export interface AzureCassandraTransforms {
  readonly account?: Transform<DatabaseAccountArgs>;
  readonly keyspace?: Transform<CassandraResourceCassandraKeyspaceArgs>;
  readonly table?: Transform<CassandraResourceCassandraTableArgs>;
  readonly endpoint?: Transform<PrivateEndpointArgs>;
}

/** What a keyspace is made from. */
export interface AzureCassandraArgs {
  readonly group: ResourceGroup;
  readonly identities: Identities;
  readonly doors: PrivateDoors;
  readonly spec: ManagedCassandraSpec;
  readonly settings: AzureSettings;
  /** Where it is written down who changed the account or read its keys. */
  readonly logs: LogPlace;
  readonly transforms?: AzureCassandraTransforms | undefined;
}

/**
 * A keyspace on Azure Cosmos DB for Apache Cassandra with its tables, in an account of its own with a door in the network.
 * Who writes logs in by the account's key, who reads by the one that only reads.
 */
export class AzureCassandra extends Component implements ManagedCassandra {
  static readonly type = "landbridge:azure:Cassandra";
  readonly access: CassandraAccess;
  /** Id of the account. */
  readonly id: Output<string>;

  constructor(name: string, args: AzureCassandraArgs, opts: ComponentResourceOptions) {
    const { group, identities, doors, spec, settings, logs, transforms } = args;
    super(AzureCassandra.type, name, { wish: spec.wish, keyspace: spec.keyspace }, opts);
    const { network, tags, protect } = spec;
    const inside = { parent: this };
    const resourceGroupName = group.name(opts);
    const suffix = new RandomId(`${name}-suffix`, { byteLength: suffixBytes }, inside);
    const place = {
      resourceGroupName,
      accountName: interpolate`${dashedPrefix(name, nameLimits.cosmosAccount - suffixBytes * 2 - 1)}-${suffix.hex}`,
      identity: identities.of("tables", opts).id,
    };
    const account = new DatabaseAccount(
      `${name}-account`,
      transformed(transforms?.account, accountArgs(spec, settings, place)),
      { ...inside, ...holdsData(protect), customTimeouts: { create: "1h", update: "2h", delete: "1h" } },
    );
    logService(`${name}-logs`, "tables", { resource: account.id, workspace: logs.workspace(opts) }, this);
    const inAccount = { resourceGroupName, accountName: account.name };
    const tables = createTables(name, spec, { ...inAccount, account }, transforms, this);
    const door = doors.open(
      `${name}-door`,
      { service: "cassandra", target: account.id, network, tags, transform: transforms?.endpoint },
      opts,
      // An account that a door is being opened to refuses other changes.
      // https://github.com/hashicorp/terraform-provider-azurerm/issues/14364
      { ...inside, dependsOn: tables },
    );
    const made = tables.map(({ urn }) => urn);
    const ready = [door.urn, ...made];
    this.id = afterAll(account.id, made);
    this.access = {
      kind: "cassandra",
      // The public name, which leads to the private address for whoever asks from inside of the network.
      endpoint: {
        host: afterAll(interpolate`${account.name}.cassandra.cosmos.azure.com`, ready),
        port: azureManagedStores.cassandra.port,
      },
      keyspace: spec.keyspace,
      // As Azure shows it to people, e.g. Sweden Central: the API's own word for a region isn't what drivers see.
      datacenter: account.writeLocations.apply((regions) => regions[0]?.locationName ?? ""),
      mechanism: azureManagedStores.cassandra.mechanism,
      logins: createLogins(spec, inAccount, this),
    };
    this.registerOutputs({ id: this.id });
  }
}

/** Random bytes in an account's name, each written as two hexadecimal digits: accounts have names unique in the world. */
const suffixBytes = 4;

/** The keyspace and its tables; gives all of them. */
function createTables(
  name: string,
  spec: ManagedCassandraSpec,
  { account, ...place }: InAccount & { readonly account: DatabaseAccount },
  transforms: AzureCassandraTransforms | undefined,
  parent: Component,
): Resource[] {
  const kept = { parent, ...holdsData(spec.protect), deletedWith: account };
  const keyspace = new CassandraResourceCassandraKeyspace(
    `${name}-keyspace`,
    transformed(transforms?.keyspace, keyspaceArgs(spec, place)),
    kept,
  );
  const tables = Object.entries(spec.wish.tables).map(([table, columns]) => {
    const args = tableArgs(table, columns, keyspace.name, { ...place, tags: spec.tags });
    return new CassandraResourceCassandraTable(`${name}-table-${table}`, transformed(transforms?.table, args), kept);
  });
  return [keyspace, ...tables];
}

/** One for each service, of the two that an account has. https://learn.microsoft.com/azure/cosmos-db/cassandra/support#permission-and-role-management */
function createLogins({ users }: ManagedCassandraSpec, place: InAccount, parent: Component): Record<string, Login> {
  const { primaryMasterKey, primaryReadonlyMasterKey } = listDatabaseAccountKeysOutput(place, { parent });
  const passwords = { read: secret(primaryReadonlyMasterKey), "read-write": secret(primaryMasterKey) };
  const user = interpolate`${place.accountName}`;
  return Object.fromEntries(users.map(({ name, access }) => [name, { user, password: passwords[access] }]));
}
