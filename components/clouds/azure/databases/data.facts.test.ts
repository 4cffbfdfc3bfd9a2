import { describe, expect, it } from "vitest";
import { ancestorNames, at, named, planParts, postgresWish, settings, type PartsPlan } from "../data.fixture.ts";
import { roles } from "../rights/identity.ts";
import { dashedPrefix, nameLimits, singleDashed, worldName } from "../names.ts";
import { serverParameters } from "./postgres/postgres-args.ts";

let whole: Promise<PartsPlan> | undefined;

/** Everything that holds data, with a key and protected. */
function wholePlan(): Promise<PartsPlan> {
  return (whole ??= planParts((parts) => [parts.bucket(), parts.registry(), parts.postgres()]));
}

/** What Azure's documentation asks of a property, or says of its default. */
type Fact = readonly [says: string, resource: string, path: string, value: unknown];

const facts: readonly Fact[] = [
  // https://learn.microsoft.com/azure/key-vault/general/soft-delete-overview
  ["can bring back for 90 days", "shop-prod-key-personal-vault", "properties.softDeleteRetentionInDays", 90],
  ["can't be purged before", "shop-prod-key-personal-vault", "properties.enablePurgeProtection", true],
  // https://learn.microsoft.com/azure/key-vault/general/rbac-guide
  ["asks Azure's roles who may", "shop-prod-key-personal-vault", "properties.enableRbacAuthorization", true],
  // https://learn.microsoft.com/azure/postgresql/security/security-data-encryption#recommendations
  ["is closed to the outside", "shop-prod-key-personal-vault", "properties.publicNetworkAccess", "Disabled"],
  ["lets Azure's services in", "shop-prod-key-personal-vault", "properties.networkAcls.bypass", "AzureServices"],
  ["lets nobody else in", "shop-prod-key-personal-vault", "properties.networkAcls.defaultAction", "Deny"],
  ["belongs to the tenant", "shop-prod-key-personal-vault", "properties.tenantId", settings.tenant],
  // https://learn.microsoft.com/azure/postgresql/security/security-data-encryption#cmk-requirements
  ["is RSA", "shop-prod-key-personal-key", "properties.kty", "RSA"],
  ["is as long as databases advise", "shop-prod-key-personal-key", "properties.keySize", 4096],

  // https://learn.microsoft.com/azure/storage/blobs/security-recommendations
  ["speaks TLS 1.2", "shop-prod-bucket-uploads-account", "minimumTlsVersion", "TLS1_2"],
  ["speaks nothing else", "shop-prod-bucket-uploads-account", "enableHttpsTrafficOnly", true],
  ["is never public", "shop-prod-bucket-uploads-account", "allowBlobPublicAccess", false],
  ["has no keys to leak", "shop-prod-bucket-uploads-account", "allowSharedKeyAccess", false],
  ["is closed to the internet", "shop-prod-bucket-uploads-account", "publicNetworkAccess", "Disabled"],
  // https://learn.microsoft.com/azure/storage/common/storage-redundancy
  ["stands in three zones", "shop-prod-bucket-uploads-account", "sku.name", "Standard_ZRS"],
  ["encrypts with our key", "shop-prod-bucket-uploads-account", "encryption.keySource", "Microsoft.Keyvault"],
  // https://learn.microsoft.com/azure/storage/common/customer-managed-keys-overview
  ["follows rotations", "shop-prod-bucket-uploads-account", "encryption.keyVaultProperties.keyVersion", undefined],
  ["isn't public", "shop-prod-bucket-uploads-container", "publicAccess", "None"],
  ["is a singleton", "shop-prod-bucket-uploads-blobs", "blobServicesName", "default"],

  // https://learn.microsoft.com/azure/container-registry/tutorial-customer-managed-keys
  ["is of the tier with keys", "shop-prod-registry-images", "sku.name", "Premium"],
  ["encrypts with our key", "shop-prod-registry-images", "encryption.status", "enabled"],
  // https://learn.microsoft.com/azure/container-registry/container-registry-authentication
  ["has no admin", "shop-prod-registry-images", "adminUserEnabled", false],
  ["gives nobody images unasked", "shop-prod-registry-images", "anonymousPullEnabled", false],

  // https://learn.microsoft.com/azure/reliability/reliability-postgresql-flexible-server
  ["has a standby elsewhere", "shop-prod-orders-primary", "highAvailability.mode", "ZoneRedundant"],
  // https://learn.microsoft.com/azure/postgresql/backup-restore/concepts-backup-restore
  ["keeps backups for 7 to 35 days", "shop-prod-orders-primary", "backup.backupRetentionDays", 7],
  ["keeps them in its region", "shop-prod-orders-primary", "backup.geoRedundantBackup", "Disabled"],
  // https://learn.microsoft.com/azure/postgresql/compute-storage/concepts-storage-premium-ssd
  ["has a disk of a size that exists", "shop-prod-orders-primary", "storage.storageSizeGB", 128],
  ["has a name and a tier that belong together", "shop-prod-orders-primary", "sku.tier", "GeneralPurpose"],
  ["is closed to the internet", "shop-prod-orders-primary", "network.publicNetworkAccess", "Disabled"],
  // https://learn.microsoft.com/azure/postgresql/network/concepts-networking-private-link
  ["isn't in a subnet of its own", "shop-prod-orders-primary", "network.delegatedSubnetResourceId", undefined],
  ["encrypts with our key", "shop-prod-orders-primary", "dataEncryption.type", "AzureKeyVault"],
  // https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas
  ["is a replica", "shop-prod-orders-replica-1", "createMode", "Replica"],
  ["has at least its primary's machine", "shop-prod-orders-replica-1", "sku.name", "Standard_D2ds_v5"],
  ["has at least its primary's disk", "shop-prod-orders-replica-1", "storage.storageSizeGB", 128],
  ["grows if its primary does", "shop-prod-orders-replica-1", "storage.autoGrow", "Enabled"],
  ["has no standby", "shop-prod-orders-replica-1", "highAvailability", undefined],
  ["has no backups", "shop-prod-orders-replica-1", "backup", undefined],
  ["takes the version from its primary", "shop-prod-orders-replica-1", "version", undefined],
  ["takes the admin from its primary", "shop-prod-orders-replica-1", "administratorLogin", undefined],
  ["encrypts with our key", "shop-prod-orders-replica-1", "dataEncryption.type", "AzureKeyVault"],
];

describe("what holds data on Azure", () => {
  it.each(facts)("%s: %s at %s", async (_says, name, path, value) => {
    expect(at(named(await wholePlan(), name), path)).toEqual(value);
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
  it("is locked against deletion where nothing inside comes and goes: a protected database's primary", async () => {
    const plan = await wholePlan();
    const locks = plan.ofType("azure-native:authorization:ManagementLockByScope");
    expect(locks.map(({ name, inputs }) => [name, inputs["level"]])).toEqual([
      ["shop-prod-orders-lock", "CanNotDelete"],
    ]);
    const open = await planParts((parts) => [parts.bucket({ protect: false }), parts.postgres({ protect: false })]);
    expect(open.ofType("azure-native:authorization:ManagementLockByScope")).toEqual([]);
  });

  it("is made without a key where there is none", async () => {
    const key = undefined;
    const plan = await planParts((parts) => [parts.bucket({ key }), parts.registry({ key }), parts.postgres({ key })]);
    expect(plan.ofType("azure-native:keyvault:Vault")).toEqual([]);
    expect(at(named(plan, "shop-prod-bucket-uploads-account"), "encryption.keySource")).toBe("Microsoft.Storage");
    for (const name of ["shop-prod-registry-images", "shop-prod-orders-primary", "shop-prod-orders-replica-0"]) {
      const { inputs } = named(plan, name);
      expect([inputs["identity"], inputs["encryption"], inputs["dataEncryption"]]).toEqual([
        undefined,
        undefined,
        undefined,
      ]);
    }
  });

  it("registers the same under placeholders, other placeholders and unknowns", async () => {
    const shape = async (stand: Parameters<typeof planParts>[1]): Promise<unknown> =>
      (await planParts((parts) => [parts.bucket(), parts.registry(), parts.postgres()], stand)).resources.map(
        ({ urn, parent, dependencies }) => ({ urn, parent, dependencies }),
      );
    const first = await shape({});
    expect(await shape({ salt: "'" })).toEqual(first);
    expect(await shape({ mode: "unknowns" })).toEqual(first);
  });
});

describe("a key", () => {
  // https://learn.microsoft.com/azure/key-vault/general/rbac-guide#azure-built-in-roles-for-key-vault-data-plane-operations
  it.each([
    ["brokers", "key-vault-crypto-service-encryption-user"],
    ["buckets", "key-vault-crypto-service-encryption-user"],
    ["caches", "key-vault-crypto-service-encryption-user"],
    ["cluster", "key-vault-contributor"],
    ["cluster", "key-vault-crypto-user"],
    ["databases", "key-vault-crypto-service-encryption-user"],
    ["nodes", "key-vault-crypto-service-encryption-user"],
    ["registry", "key-vault-crypto-service-encryption-user"],
  ] as const)("may be used by the identity of %s as %s", async (user, role) => {
    const plan = await wholePlan();
    const grant = named(plan, `shop-prod-key-personal-${user}-${role}`);
    expect(grant.inputs["roleDefinitionId"]).toBe(
      `/subscriptions/${settings.subscription}/providers/Microsoft.Authorization/roleDefinitions/${roles[role]}`,
    );
    expect(grant.inputs["principalType"]).toBe("ServicePrincipal");
    expect(ancestorNames(plan, grant)).toEqual(
      expect.arrayContaining([`shop-prod-identity-${user}`, "shop-prod-key-personal-vault"]),
    );
  });

  it("may be used before anything is encrypted with it", async () => {
    const plan = await wholePlan();
    const uses = [
      ["shop-prod-bucket-uploads-account", "buckets"],
      ["shop-prod-orders-primary", "databases"],
      ["shop-prod-orders-replica-1", "databases"],
      ["shop-prod-registry-images", "registry"],
    ] as const;
    for (const [name, user] of uses) {
      const grant = `shop-prod-key-personal-${user}-key-vault-crypto-service-encryption-user`;
      expect({ name, waits: ancestorNames(plan, named(plan, name)).includes(grant) }).toEqual({ name, waits: true });
    }
  });

  // A database whose key has a version in its URI stays with it; one whose version expires is shut within the hour.
  // https://learn.microsoft.com/azure/postgresql/security/security-data-encryption#automatic-key-version-updates
  it("rotates by its age, and no version expires", async () => {
    const key = named(await wholePlan(), "shop-prod-key-personal-key");
    expect(at(key, "properties.rotationPolicy")).toEqual({
      lifetimeActions: [{ action: { type: "rotate" }, trigger: { timeAfterCreate: "P90D" } }],
    });
    expect(at(key, "properties.attributes")).toEqual({ enabled: true, exportable: false });
  });

  it("is followed by all who use it: they know it without a version", async () => {
    const plan = await wholePlan();
    const uri = at(named(plan, "shop-prod-orders-primary"), "dataEncryption.primaryKeyURI");
    expect(uri).toEqual(at(named(plan, "shop-prod-registry-images"), "encryption.keyVaultProperties.keyIdentifier"));
    expect(JSON.stringify(uri)).toContain("keyUri");
    expect(JSON.stringify(uri)).not.toContain("keyUriWithVersion");
  });

  // Resource Manager never changes a key. https://learn.microsoft.com/rest/api/keyvault/keyvault/keys/create-if-not-exist
  it("is another one for another rotation, and the earlier stays for backups", async () => {
    const names = [90, 180].map(async (rotationDays) => {
      const { inputs, retainOnDelete } = named(
        await planParts((parts) => parts.key({ rotationDays }).id),
        "shop-prod-key-personal-key",
      );
      return [inputs["keyName"], retainOnDelete];
    });
    expect(await Promise.all(names)).toEqual([
      ["rotated-90-days", true],
      ["rotated-180-days", true],
    ]);
  });

  it("lies in a vault whose name is made anew by each first up, since a deleted one keeps its name", async () => {
    const plan = await wholePlan();
    const vault = named(plan, "shop-prod-key-personal-vault");
    expect(ancestorNames(plan, vault)).toContain("shop-prod-key-personal-suffix");
    expect(at(named(plan, "shop-prod-key-personal-suffix"), "byteLength")).toBe(4);
    expect(vault.inputs["vaultName"]).toMatch(/^shop-prod-key-pe/);
  });
});

// https://learn.microsoft.com/azure/azure-resource-manager/management/resource-name-rules
describe("names", () => {
  const environments = ["shop-prod", "a--b-prod", `${"x".repeat(30)}-${"y".repeat(30)}`];

  it("of vaults are letters, digits and single dashes, and leave room for eight random digits", () => {
    for (const environment of environments) {
      const name = `${dashedPrefix(`${environment}-key-confidential`, nameLimits.vault - 8)}01234567`;
      expect(name).toMatch(/^[a-zA-Z](?:-?[a-zA-Z0-9])*$/);
      expect(name.length).toBeLessThanOrEqual(24);
    }
  });

  it("of accounts and registries are lower-case letters and digits", () => {
    for (const environment of environments) {
      expect(worldName(`${environment}-bucket-b`, settings, nameLimits.storageAccount)).toMatch(/^[a-z0-9]{3,24}$/);
      expect(worldName(`${environment}-registry`, settings, nameLimits.registry)).toMatch(/^[a-z0-9]{5,50}$/);
    }
  });

  it("of containers have no dash beside a dash", () => {
    expect(singleDashed("a--b---c-d")).toBe("a-b-c-d");
  });
});

describe("a bucket", () => {
  it("is reached by an address in the data subnet, under its public name, before anybody is told where it is", async () => {
    const plan = await wholePlan();
    const door = named(plan, "shop-prod-bucket-uploads-door");
    expect(JSON.stringify(door.inputs["subnet"])).toContain("/subnets/data");
    expect(JSON.stringify(door.inputs["privateLinkServiceConnections"])).toContain('"groupIds":["blob"]');
    expect(at(named(plan, "shop-prod-names-blob"), "privateZoneName")).toBe("privatelink.blob.core.windows.net");
    expect(ancestorNames(plan, named(plan, "shop-prod-bucket-uploads-door-names"))).toEqual(
      expect.arrayContaining(["shop-prod-bucket-uploads-door", "shop-prod-names-blob-link"]),
    );
  });

  // https://learn.microsoft.com/azure/storage/blobs/immutable-time-based-retention-policy-overview
  it("locks blobs by a policy that isn't locked itself", async () => {
    const wish = { dataClass: "personal", retentionDays: 365, keepVersions: 5 } as const;
    const plan = await planParts((parts) => parts.bucket({ wish }).url);
    const { inputs } = named(plan, "shop-prod-bucket-uploads-retention");
    expect(inputs).toMatchObject({
      immutabilityPolicyName: "default",
      immutabilityPeriodSinceCreationInDays: 365,
      allowProtectedAppendWrites: false,
    });
    expect(at(named(plan, "shop-prod-bucket-uploads-blobs"), "isVersioningEnabled")).toBe(false);
  });

  // https://learn.microsoft.com/azure/azure-monitor/platform/diagnostic-settings
  it("is locked for an audit trail where Azure Monitor writes it, which appends", async () => {
    const wish = { dataClass: "internal", retentionDays: 365, keepVersions: 5 } as const;
    const plan = await planParts((parts) => parts.bucket({ wish, purpose: "audit-trail" }).url);
    expect(at(named(plan, "shop-prod-bucket-uploads-container"), "containerName")).toBe("insights-activity-logs");
    expect(at(named(plan, "shop-prod-bucket-uploads-retention"), "allowProtectedAppendWrites")).toBe(true);
  });

  it("has no policy where nothing ages", async () => {
    const plan = await wholePlan();
    expect(plan.ofType("azure-native:storage:ManagementPolicy")).toEqual([]);
    expect(plan.ofType("azure-native:storage:BlobContainerImmutabilityPolicy")).toEqual([]);
  });

  it("keeps the account's one policy under the one name that Azure takes", async () => {
    const wish = { dataClass: "personal", retentionDays: 0, keepVersions: 5, deleteAfterDays: 9 } as const;
    const plan = await planParts((parts) => parts.bucket({ wish }).url);
    expect(at(named(plan, "shop-prod-bucket-uploads-lifecycle"), "managementPolicyName")).toBe("default");
  });
});

describe("the registry", () => {
  it("lets the nodes' identity pull, and nothing more, before anybody is told where it is", async () => {
    const plan = await wholePlan();
    const pull = named(plan, "shop-prod-registry-pull");
    expect(pull.inputs["roleDefinitionId"]).toContain(roles["acr-pull"]);
    expect(ancestorNames(plan, pull)).toEqual(
      expect.arrayContaining(["shop-prod-identity-kubelet", "shop-prod-registry-images"]),
    );
  });

  // Azure refuses soft deletion beside it. https://learn.microsoft.com/azure/container-registry/container-registry-soft-delete-policy
  it("forgets what lost its tag after two weeks", async () => {
    const { inputs } = named(await wholePlan(), "shop-prod-registry-images");
    expect(inputs["policies"]).toMatchObject({ retentionPolicy: { status: "enabled", days: 14 } });
    expect(JSON.stringify(inputs["policies"])).not.toContain('"softDeletePolicy":{"status":"enabled"');
  });
});

describe("PostgreSQL", () => {
  // https://learn.microsoft.com/azure/postgresql/read-replica/concepts-read-replicas#create-a-replica
  it("is changed by one thing at a time: parameters, door, replicas and the lock", async () => {
    const plan = await wholePlan();
    const steps = [
      "shop-prod-orders-primary",
      ...serverParameters({}).map(([name]) => `shop-prod-orders-${name.replaceAll(/[._]/g, "-")}`),
      "shop-prod-orders-primary-door",
      "shop-prod-orders-primary-door-names",
      "shop-prod-orders-replica-0",
      "shop-prod-orders-replica-0-door",
      "shop-prod-orders-replica-0-door-names",
      "shop-prod-orders-replica-1",
      "shop-prod-orders-replica-1-door",
      "shop-prod-orders-replica-1-door-names",
      "shop-prod-orders-lock",
    ];
    steps.slice(1).forEach((step, index) => {
      const before = steps.slice(0, index + 1);
      expect({ step, waits: ancestorNames(plan, named(plan, step)) }).toEqual({
        step,
        waits: expect.arrayContaining(before) as unknown,
      });
    });
  });

  // https://learn.microsoft.com/azure/azure-resource-manager/management/lock-resources
  it("is locked after its logs are set, so that a destroy takes the lock off before them", async () => {
    const plan = await wholePlan();
    expect(ancestorNames(plan, named(plan, "shop-prod-orders-lock"))).toEqual(
      expect.arrayContaining(["shop-prod-orders-primary-logs", "shop-prod-orders-replica-0-logs"]),
    );
  });

  // https://learn.microsoft.com/azure/postgresql/server-parameters/concepts-server-parameters
  it("sets parameters in words that Azure takes, as the user's", async () => {
    const set = (await wholePlan()).ofType("azure-native:dbforpostgresql:Configuration");
    expect(set.map(({ inputs }) => inputs["source"])).toEqual(set.map(() => "user-override"));
    expect(Object.fromEntries(set.map(({ inputs }) => [inputs["configurationName"], inputs["value"]]))).toMatchObject({
      log_connections: "on",
      require_secure_transport: "on",
      shared_preload_libraries: "pg_cron,pg_stat_statements,pgaudit",
      ssl_min_protocol_version: "TLSv1.2",
      wal_level: "logical",
    });
  });

  // https://learn.microsoft.com/azure/postgresql/extensions/how-to-allow-extensions
  it("allows the extensions that its database asks for, and those that it needs itself", () => {
    const allowed = (wish: Parameters<typeof serverParameters>[0]) =>
      new Map(serverParameters(wish)).get("azure.extensions");
    expect(allowed({})).toBe("PGAUDIT,PG_STAT_STATEMENTS");
    expect(allowed({ extensions: ["vector", "uuid-ossp"], columnEncryption: true })).toBe(
      "PGAUDIT,PGCRYPTO,PG_STAT_STATEMENTS,UUID-OSSP,VECTOR",
    );
  });

  // https://learn.microsoft.com/azure/postgresql/security/security-audit#configure-extension-settings
  it("never logs the statements in which passwords stand in the clear", () => {
    const byName = new Map(serverParameters({}));
    expect([byName.get("log_statement"), byName.get("pgaudit.log")]).toEqual(["none", "ddl,role"]);
  });

  it("has an admin whose password has the three kinds of characters that Azure asks for, and is secret", async () => {
    const plan = await wholePlan();
    expect(named(plan, "shop-prod-orders-admin-password").inputs).toMatchObject({
      length: 32,
      minLower: 1,
      minNumeric: 1,
      minUpper: 1,
      special: false,
    });
    // https://learn.microsoft.com/azure/postgresql/security/security-manage-database-users
    expect(["admin", "administrator", "azure_pg_admin", "azure_superuser", "guest", "public", "root"]).not.toContain(
      named(plan, "shop-prod-orders-primary").inputs["administratorLogin"],
    );
  });

  it("keeps the size that a disk has grown to, and the zones that a failover left", async () => {
    const plan = await wholePlan();
    expect(named(plan, "shop-prod-orders-primary").ignoreChanges).toEqual([
      "availabilityZone",
      "highAvailability.standbyAvailabilityZone",
      "storage.storageSizeGB",
    ]);
  });

  it("protects the primary, and not the replicas, so that fewer can be wished for", async () => {
    const plan = await wholePlan();
    const servers = plan.ofType("azure-native:dbforpostgresql:Server");
    expect(Object.fromEntries(servers.map(({ name, protect }) => [name, protect]))).toEqual({
      "shop-prod-orders-primary": true,
      "shop-prod-orders-replica-0": false,
      "shop-prod-orders-replica-1": false,
    });
  });

  it("sends the logs of all servers to a workspace", async () => {
    const all = (await wholePlan()).ofType("azure-native:monitor:DiagnosticSetting");
    const settingsOf = all.filter(({ name }) => name.includes("orders"));
    expect(settingsOf.map(({ name }) => name)).toEqual([
      "shop-prod-orders-primary-logs",
      "shop-prod-orders-replica-0-logs",
      "shop-prod-orders-replica-1-logs",
    ]);
  });

  it("keeps logs for as long as was wished, 30 days at least, which a workspace does in any case", async () => {
    const kept = [7, 90].map(async (logDays) => {
      const plan = await planParts((parts) => parts.postgres({ logDays }).readWrite.host);
      return at(named(plan, "shop-prod-orders-logs"), "retentionInDays");
    });
    expect(await Promise.all(kept)).toEqual([30, 90]);
  });

  it("is burstable where it stands alone and is small", async () => {
    const wish = { ...postgresWish, replicas: 0, size: "small" } as const;
    const plan = await planParts((parts) => parts.postgres({ wish, highlyAvailable: false }).readWrite.host);
    expect(at(named(plan, "shop-prod-orders-primary"), "sku")).toEqual({ name: "Standard_B1ms", tier: "Burstable" });
    expect(at(named(plan, "shop-prod-orders-primary"), "highAvailability.mode")).toBe("Disabled");
  });

  it("keeps backups for as long as was decided", async () => {
    const plan = await planParts((parts) => parts.postgres({ backupDays: 30 }).readWrite.host);
    expect(at(named(plan, "shop-prod-orders-primary"), "backup.backupRetentionDays")).toBe(30);
  });
});
