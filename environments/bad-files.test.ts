import { expect, describe, it } from "vitest";
import { EnvironmentError, renderIssue } from "../components/kit/errors.ts";
import { loadEnvironment } from "./load.ts";
import { soundFile, testSchema, writeProject } from "./project.fixture.ts";

/** A file that is wrong in one way, and all that is said of it, without the file's name. */
type Case = readonly [claim: string, file: string, messages: readonly string[]];

function problems(file: string): string[] {
  const root = writeProject({ "shop/dev.yaml": file });
  try {
    loadEnvironment("shop-dev", { root, schema: testSchema });
  } catch (error) {
    if (!(error instanceof EnvironmentError)) throw error;
    return error.issues.map(renderIssue);
  }
  return [];
}

/** The sound file with lines replaced or left out, and more below its stores. */
function sound(extra = "", lines: Readonly<Record<string, string | undefined>> = {}): string {
  const changed = Object.entries(lines).reduce(
    (text, [key, value]) =>
      text.replace(new RegExp(`^${key}:.*\\n`, "m"), value === undefined ? "" : `${key}: ${value}\n`),
    soundFile,
  );
  return changed + extra;
}

/** A domain with one service that has the given lines. */
function service(...lines: readonly string[]): string {
  const head = ["domains:", "  commerce:", "    owner: commerce", "    services:", "      order:"];
  return [...head, "        image: shop/order:1.0.0", ...lines.map((line) => `        ${line}`), ""].join("\n");
}

const syntax: readonly Case[] = [
  [
    "a quote that isn't closed",
    'owner: "platform\n',
    ["2:1 a quote, bracket, comma, colon or space is missing; close what is open here, write `key: value`"],
  ],
  ["a tab", "stores:\n\torders: 1\n", ["2:1 a tab is used to indent; indent by spaces"]],
  [
    "two keys on a line",
    "owner: a: b\n",
    ["1:8 there are two `key:` on one line; put the second on a line of its own, or quote the text"],
  ],
  [
    "a key that is written twice",
    "owner: ab\ntier: staging\nowner: cd\n",
    ["3:1 owner: is written twice, first in line 1; keep one of the two"],
  ],
  [
    "a second document",
    "owner: ab\n---\nowner: cd\n",
    ["2:1 there is a second document; keep one document per file; delete the line ---"],
  ],
  [
    "an alias without an anchor",
    "owner: *team\n",
    ["1:8 owner: is an alias whose anchor isn't set above it; set &name first, or quote the text"],
  ],
  [
    "an alias inside of its own anchor",
    "stores: &a\n  x: *a\n",
    ["2:6 stores.x.x: is nested more than 40 deep; make it flatter"],
  ],
  [
    "a tag",
    "owner: !secret x\n",
    ["1:8 there is a tag that isn't known here; delete it; put text that begins with ! in quotes"],
  ],
  [
    "a merge key",
    "stores: &a { x: 1 }\nbuckets: { <<: *a }\n",
    ['2:12 buckets["<<"]: is not a field here; merge keys are off; use extends, or repeat it'],
  ],
  [
    "an old YAML",
    "%YAML 1.1\n---\nprotect: yes\n",
    ["1:1 says that it is YAML 1.1, must be 1.2; delete the line %YAML"],
  ],
  ["an empty file", "# nothing\n", ["1:1 is empty; write at least one field, or delete the file"]],
  ["a list", "- owner\n", ["1:1 is a list, must be a map; write fields, key: value"]],
  [
    "keys that every object inherits",
    "__proto__: { tier: production }\nconstructor: { prototype: 1 }\n",
    [
      "1:1 __proto__: is not a field here, and no name either; choose another name",
      "2:1 constructor: is not a field here, and no name either; choose another name",
    ],
  ],
  [
    "a control character",
    'owner: "a\\0b"\n',
    ["1:8 owner: holds a control character; delete it; line breaks and tabs are allowed in values"],
  ],
  [
    "a key that is a list",
    "[owner]: ab\n",
    ["1:1 has a key that isn't a word; write `key: value` with a plain word as key"],
  ],
];

const fields: readonly Case[] = [
  [
    "a number that isn't among those that there are",
    sound("  vectors: { kind: qdrant, nodes: 2, collections: {} }\n"),
    ["10:35 stores.vectors.nodes = 2: must be one of 1, 3, 5, 7, 9; write one of them"],
  ],
  [
    "such a number in quotes",
    sound('  vectors: { kind: qdrant, nodes: "3", collections: {} }\n'),
    ['10:35 stores.vectors.nodes = "3": is text, must be one of 1, 3, 5, 7, 9; write it without quotes'],
  ],
  [
    "text where one of some numbers is wanted",
    sound("  vectors: { kind: qdrant, nodes: many, collections: {} }\n"),
    ['10:35 stores.vectors.nodes = "many": is text, must be one of 1, 3, 5, 7, 9; write one of 1, 3, 5, 7, 9'],
  ],
  [
    "another word than the only one",
    sound("  vectors: { kind: qdrant, placement: managed, collections: {} }\n"),
    ['10:39 stores.vectors.placement = "managed": must be in-cluster; write in-cluster'],
  ],
  [
    "a number where there is only one word",
    sound("  vectors: { kind: qdrant, placement: 1, collections: {} }\n"),
    ['10:39 stores.vectors.placement = 1: is a whole number, must be "in-cluster"; write in-cluster'],
  ],
  [
    "a field that is missing",
    sound("", { owner: undefined }),
    ["1:1 owner: is required; add `owner`: text such as orders"],
  ],
  [
    "fields that are misspelt, and ones that are nothing like any",
    sound("replicas: 3\nstore: {}\n"),
    [
      "10:1 replicas: is not a field here; the fields are cloud, tier, costMode, owner, costCentre, protect, network, cluster, registry, ingress, edge, buckets, stores, warehouses, secretStore, vault, domains, events, audit, budget and 2 more",
      "11:1 store: is not a field here; did you mean stores? the fields are cloud, tier, costMode, owner, costCentre, protect, network, cluster, registry, ingress, edge, buckets, stores, warehouses, secretStore, vault, domains, events, audit, budget and 2 more",
    ],
  ],
  [
    "text for a whole number",
    sound("  users: { kind: postgres, replicas: three }\n"),
    ['10:38 stores.users.replicas = "three": is text, must be a whole number; write a whole number from 0 to 5'],
  ],
  [
    "a number in quotes",
    sound('  users: { kind: postgres, replicas: "3" }\n'),
    ['10:38 stores.users.replicas = "3": is text, must be a whole number; write it without quotes'],
  ],
  [
    "a broken number for a whole one",
    sound("  users: { kind: postgres, replicas: 1.5 }\n"),
    ["10:38 stores.users.replicas = 1.5: must be a whole number; write a whole number from 0 to 5"],
  ],
  [
    "a number without quotes where text is wanted",
    sound("  users: { kind: postgres, version: 17 }\n"),
    ['10:37 stores.users.version = 17: is a whole number, must be one of "16", "17", "18"; put it in quotes: "17"'],
  ],
  [
    "a number that loses its last digit",
    sound(service("config: { VERSION: 1.10 }")),
    ['16:28 domains.commerce.services.order.config.VERSION = 1.1: is a number, must be text; put it in quotes: "1.10"'],
  ],
  [
    "a number out of range",
    sound("  users: { kind: postgres, replicas: 9 }\n"),
    ["10:38 stores.users.replicas = 9: must be at most 5; write a whole number from 0 to 5"],
  ],
  [
    "a word for true or false",
    sound("protect: yes\n"),
    ['10:10 protect = "yes": is text, must be true or false; write true or false'],
  ],
  [
    "a value that isn't in the list, but nearly",
    sound("costMode: ballanced\n"),
    ['10:11 costMode = "ballanced": must be one of free-tier, lean, balanced, resilient; did you mean balanced?'],
  ],
  [
    "a value that is nothing like any in the list",
    sound("", { tier: "prod1" }),
    ['2:7 tier = "prod1": must be one of development, staging, production; write one of them'],
  ],
  [
    "a store of no kind",
    sound("  users: { replicas: 2 }\n"),
    [
      "10:3 stores.users.kind: is required; add `kind`: one of postgres, mysql, kafka, redis, cassandra, clickhouse, mongodb, rabbitmq, qdrant, influxdb",
    ],
  ],
  [
    "a store of a kind that doesn't exist",
    sound("  users: { kind: postgresql }\n"),
    [
      '10:18 stores.users.kind = "postgresql": must be one of postgres, mysql, kafka, redis, cassandra, clickhouse, mongodb, rabbitmq, qdrant, influxdb; did you mean postgres?',
    ],
  ],
  [
    "a field of another kind of store",
    sound("  users: { kind: redis, replicas: 2 }\n"),
    [
      "10:25 stores.users.replicas: is not a field here; the fields are kind, placement, volumes, size, dataClass, purpose, notifications, mode, shards, replicasPerShard, storageGiB",
    ],
  ],
  [
    "a store that is text",
    sound("  users: postgres\n"),
    [
      '10:10 stores.users = "postgres": is text, must be a map; write a map whose kind is one of postgres, mysql, kafka, redis, cassandra, clickhouse, mongodb, rabbitmq, qdrant, influxdb',
    ],
  ],
  [
    "a cloud that doesn't exist",
    sound("", { cloud: "{ name: acmee, project: x }" }),
    ['1:16 cloud.name = "acmee": must be one of local, acme; did you mean acme?'],
  ],
  [
    "a field missing in the branch that is chosen",
    sound("", { cloud: "{ name: acme, project: x }" }),
    ["1:1 cloud.regions: is required; add `regions`: a map with primary"],
  ],
  [
    "a mode without its list",
    sound("cluster: { access: { mode: allow-list } }\n"),
    ["10:12 cluster.access.cidrs: is required; add `cidrs`: a list of text such as 10.20.0.0/14"],
  ],
  [
    "an empty list",
    sound("cluster: { access: { mode: allow-list, cidrs: [] } }\n"),
    ["10:40 cluster.access.cidrs: must have at least 1 item; write a list of text such as 10.20.0.0/14"],
  ],
  [
    "a block that isn't one",
    sound("network: { cidr: 10.0.0.0 }\n"),
    ['10:18 network.cidr = "10.0.0.0": must be an IPv4 block such as 10.20.0.0/14; write text such as 10.20.0.0/14'],
  ],
  [
    "a name with capitals",
    sound("  UserData: { kind: postgres }\n"),
    [
      "10:3 stores.UserData: its name must be 2 to 30 of a-z, 0-9 and -, beginning with a letter; rename it, say to user-data",
    ],
  ],
  [
    "a variable's name in small letters",
    sound(service("config: { log-level: debug }")),
    [
      "16:19 domains.commerce.services.order.config.log-level: its name must be 1 to 63 of A-Z, 0-9 and _, beginning with a letter; rename it, say to LOG_LEVEL",
    ],
  ],
  [
    "an image without a tag",
    sound(
      "domains:\n  commerce:\n    owner: commerce\n    services:\n      order:\n        image: shop/order\n        size: small\n",
    ),
    [
      '15:16 domains.commerce.services.order.image = "shop/order": must be repository:tag without a registry, the tag not being latest; @sha256:… may follow; write text such as commerce/order:2.4.1',
    ],
  ],
  [
    "the tag latest",
    sound(
      "domains:\n  commerce:\n    owner: commerce\n    services:\n      order:\n        image: shop/order:latest\n        size: small\n",
    ),
    [
      '15:16 domains.commerce.services.order.image = "shop/order:latest": must be repository:tag without a registry, the tag not being latest; @sha256:… may follow; write text such as commerce/order:2.4.1',
    ],
  ],
  [
    "a path without its slash",
    sound(service("health: { live: live }")),
    ['16:25 domains.commerce.services.order.health.live = "live": must begin with /; write text such as /readyz'],
  ],
  [
    "a day that isn't in the calendar",
    sound(
      "policies:\n  exemptions:\n    - rule: PK-WKL-018\n      resource: a/b*\n      reason: the vendor's image has no other user\n      owner: commerce\n      ticket: T-1\n      approvedBy: ann\n      expires: 2026-02-30\n",
    ),
    [
      '18:16 policies.exemptions[0].expires = "2026-02-30": must be a day of the calendar such as 2026-01-31; write text such as 2026-12-31',
    ],
  ],
  [
    "a null that removes nothing",
    sound("costMode:\n"),
    [
      "10:10 costMode = null: removes what is inherited, and nothing is inherited here; give it a value or delete the line",
    ],
  ],
  [
    "a null for what is required",
    sound("owner: ~\n", { owner: undefined }),
    ["9:8 owner = null: removes what is inherited, and nothing is inherited here; give it a value or delete the line"],
  ],
  [
    "a very long value",
    sound(
      "costMode: very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-very-\n",
    ),
    [
      '10:11 costMode = "very-very-very-very-very-very-very-very-very-very-very-ver…: must be one of free-tier, lean, balanced, resilient; write one of them',
    ],
  ],
  [
    "a value that would move a terminal's cursor",
    sound('costMode: "\\e[2Jlean"\n'),
    ["10:11 costMode: holds a control character; delete it; line breaks and tabs are allowed in values"],
  ],
  [
    "a value that turns the direction of writing",
    sound('costMode: "\\u202Elean"\n'),
    ["10:11 costMode: holds a control character; delete it; line breaks and tabs are allowed in values"],
  ],
];

const secrets: readonly Case[] = [
  [
    "a number in a password's place",
    sound(service("config: { DB_PASSWORD: 12345678 }")),
    [
      "16:32 domains.commerce.services.order.config.DB_PASSWORD = (hidden): is a whole number, must be text; put it in quotes",
    ],
  ],
  [
    "a password in a reference's place",
    sound(service("secrets: { DB: hunter2 }")),
    ["16:24 domains.commerce.services.order.secrets.DB = (hidden): is text, must be a map; write { secret: <name> }"],
  ],
  [
    "a secret's value as its name",
    sound(service("secrets: { DB: { secret: Hunter2! } }")),
    [
      "16:34 domains.commerce.services.order.secrets.DB.secret = (hidden): must be 2 to 30 of a-z, 0-9 and -, beginning with a letter; write text such as orders",
    ],
  ],
  [
    "a variable that is a secret by its name",
    sound(service("config: { SMTP_PASSWORD: hunter2 }")),
    [
      "16:34 domains.commerce.services.order.config.SMTP_PASSWORD = (hidden): is a secret by its name, and secrets are never written in a file; move SMTP_PASSWORD to secrets as { secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file",
    ],
  ],
  [
    "a token",
    sound(service("config: { GH: ghp_16C7e42F292c6912E7710c838347Ae178B4a }")),
    [
      "16:23 domains.commerce.services.order.config.GH = (hidden): looks like a GitHub token, and secrets are never written in a file; move GH to secrets as { secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file",
    ],
  ],
  [
    "a URL with a password",
    sound(service('config: { BROKER: "amqp://shop:hunter2@broker:5672" }')),
    [
      "16:27 domains.commerce.services.order.config.BROKER = (hidden): looks like a URL with a password, and secrets are never written in a file; move BROKER to secrets as { secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file",
    ],
  ],
  [
    "a key where it makes no sense",
    sound("owner2: AKIAIOSFODNN7EXAMPLE\n"),
    [
      "10:1 owner2: is not a field here; did you mean owner? the fields are cloud, tier, costMode, owner, costCentre, protect, network, cluster, registry, ingress, edge, buckets, stores, warehouses, secretStore, vault, domains, events, audit, budget and 2 more",
      "10:9 owner2 = (hidden): looks like an AWS access key, and secrets are never written in a file; write { secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file",
    ],
  ],
];

const between: readonly Case[] = [
  [
    "a block that can't be cut",
    sound("network: { cidr: 10.0.0.0/28 }\n"),
    [
      '10:18 network.cidr = "10.0.0.0/28": holds 16 addresses, a platform needs 32768 (/17); write a private block of /12 to /17 such as 10.20.0.0/14',
    ],
  ],
  [
    "an API server for everybody",
    sound("cluster: { access: { mode: allow-list, cidrs: [203.0.113.0/24, 0.0.0.0/0] } }\n"),
    [
      '10:64 cluster.access.cidrs[1] = "0.0.0.0/0": opens the API server to the internet; the widest block is /8; list the addresses of your offices and runners, or use mode cloud-endpoint',
    ],
  ],
  [
    "a pool with min above max",
    sound("cluster: { pools: { general: { size: small, min: 5, max: 3 } } }\n"),
    ["10:50 cluster.pools.general.min = 5: is above max (3); make min 3 or less, or max 5 or more"],
  ],
  [
    "a pool whose default min is above max",
    sound("cluster: { pools: { general: { size: small, min: 4 } } }\n"),
    ["10:50 cluster.pools.general.min = 4: is above max (3); make min 3 or less, or max 4 or more"],
  ],
  [
    "an API server for more addresses together than one organisation has",
    sound("cluster: { access: { mode: allow-list, cidrs: [11.0.0.0/8, 198.51.100.0/24] } }\n"),
    [
      "10:40 cluster.access.cidrs: opens the API server to 16777472 addresses together; a /8 is the most; list the addresses of your offices and runners, or use mode cloud-endpoint",
    ],
  ],
  [
    "stores on spot nodes",
    sound("cluster: { pools: { data: { size: small, purpose: data, spot: true } } }\n"),
    [
      "10:63 cluster.pools.data.spot = true: is not allowed for purpose data: the cloud may take such nodes back at any time; delete spot, or use purpose general or batch",
    ],
  ],
  [
    "room for the cloud's own nodes that pools may take already",
    sound("cluster: { pools: { general: { size: small, max: 4 } }, autoProvision: { cpu: 8, memoryGiB: 64 } }\n"),
    [
      "10:79 cluster.autoProvision.cpu = 8: is no more than pools may grow to (8), whose nodes count too; write more than 8, lower the pools' max, or delete autoProvision",
    ],
  ],
  [
    "a pool with the name of the cloud's own group",
    sound(
      "cluster: { pools: { auto-provision: { size: small, max: 4 } }, autoProvision: { cpu: 16, memoryGiB: 64 } }\n",
    ),
    [
      "10:21 cluster.pools.auto-provision: has the name of the group of nodes that autoProvision adds; give the pool another name",
    ],
  ],
  [
    "a server in another region for a store in the cluster",
    sound("  logs: { kind: postgres, secondaryRegion: true }\n"),
    [
      "10:44 stores.logs.secondaryRegion = true: is of no use: a store in the cluster has all its servers in the cluster's region; delete secondaryRegion, or write placement: managed",
    ],
  ],
  [
    "a version that the other engine has",
    sound('  logs: { kind: mysql, engine: mariadb, version: "8.4" }\n'),
    [
      '10:50 stores.logs.version = "8.4": is no version of mariadb; write "11.4" or "11.8", or leave it out for the newest',
    ],
  ],
  [
    "a MySQL in the cluster",
    sound("  logs: { kind: mysql, engine: mysql }\n"),
    [
      '10:32 stores.logs.engine = "mysql": is nothing that the kit runs in the cluster: its operator there runs MariaDB; write engine: mariadb, or placement: managed',
    ],
  ],
  [
    "a MariaDB in the cluster that stops with the first server it loses, a size too small, and a server elsewhere",
    sound("  logs: { kind: mysql, engine: mariadb, size: micro, replicas: 1, secondaryRegion: true }\n"),
    [
      '10:47 stores.logs.size = "micro": has 0.5 GiB, an in-cluster mysql needs 1 GiB (small); write small or larger',
      "10:64 stores.logs.replicas = 1: makes 2 servers, which have no majority when half of them are lost: then writing stops; write 0, 2 or 4, or placement: managed",
      "10:84 stores.logs.secondaryRegion = true: is of no use: a store in the cluster has all its servers in the cluster's region; delete secondaryRegion, or write placement: managed",
    ],
  ],
  [
    "a database that every MySQL has",
    sound("  sys: { kind: mysql, placement: managed }\n"),
    [
      "10:3 stores.sys: makes a database named sys, which every server has already; name the store after what it holds, e.g. orders",
    ],
  ],
  [
    "disks for a store that the cloud makes",
    sound("  logs: { kind: kafka, placement: managed, volumes: zonal }\n"),
    [
      '10:53 stores.logs.volumes = "zonal": is of no use: the disks of a managed store are the cloud\'s choice; delete volumes, or write placement: in-cluster',
    ],
  ],
  [
    "documents in a database that every server has",
    sound("  config: { kind: mongodb }\n"),
    [
      "10:3 stores.config: makes a database named config, which every server has already; name the store after what it holds, e.g. documents",
    ],
  ],
  [
    "members in the cluster that can be cut in two halves",
    sound("  documents: { kind: mongodb, replicas: 1 }\n"),
    [
      "10:41 stores.documents.replicas = 1: makes 2 members in the cluster, of which no more may be lost than of 1; write 2, or 0 for a laptop",
    ],
  ],
  [
    "documents in the cluster of a version that only clouds have",
    sound('  documents: { kind: mongodb, version: "5.0" }\n'),
    [
      '10:40 stores.documents.version = "5.0": is a version of clouds\' services alone: the operator runs it no more; write "8.0", or placement: managed',
    ],
  ],
  [
    "two brokers",
    sound("  logs: { kind: kafka, brokers: 2 }\n"),
    [
      "10:33 stores.logs.brokers = 2: is no quorum: with two, the loss of one stops writing; write 1 for a laptop, else 3 or more",
    ],
  ],
  [
    "readers from outside without a reader",
    sound(
      "  logs:\n    kind: kafka\n    outside: { domain: logs.shop.example.org, sourceRanges: [10.9.0.0/16], readers: {} }\n",
    ),
    [
      "12:76 stores.logs.outside.readers: must name a reader; write e.g. readers: { shop-us: { password: { secret: events-reader }, topics: [orders.created] } }",
    ],
  ],
  [
    "a capture without a table",
    sound("  logs: { kind: kafka, captures: { orders: { tables: {} } } }\n"),
    ["10:46 stores.logs.captures.orders.tables: must name a table; write e.g. tables: { customers: {} }"],
  ],
  [
    "a connector that the image doesn't have, and no other of a like name instead",
    sound(
      "  logs:\n    kind: kafka\n    connectors:\n      shop: { class: io.debezium.connector.mysql.MySqlConnector, writes: { a.b: {} }, ports: [3306] }\n",
    ),
    [
      '13:22 stores.logs.connectors.shop.class = "io.debezium.connector.mysql.MySqlConnector": must be one of io.debezium.connector.jdbc.JdbcSinkConnector, io.debezium.connector.mongodb.MongoDbConnector, io.debezium.connector.mongodb.MongoDbSinkConnector, io.debezium.connector.postgresql.PostgresConnector (no sources of MySQL, MariaDB and SQL Server); write one of them',
    ],
  ],
  [
    "an in-cluster store that is too small to start",
    sound("  logs: { kind: kafka, brokers: 1, size: nano }\n"),
    ['10:42 stores.logs.size = "nano": has 0.125 GiB, an in-cluster kafka needs 1 GiB (small); write small or larger'],
  ],
  [
    "two services whose names are the same together with their domains'",
    sound(
      "domains:\n  shop: { owner: shop, services: { old-cart: { image: x/y:1.0.0 } } }\n  shop-old: { owner: shop, services: { cart: { image: x/y:1.0.0 } } }\n",
    ),
    [
      "12:40 domains.shop-old.services.cart: is shop-old-cart in full, as shop/old-cart is; rename the service or the domain",
    ],
  ],
  [
    "a login where nothing is mirrored",
    sound("", { registry: "{ placement: managed, logins: { ghcr.io: { user: bot, password: { secret: token } } } }" }),
    ['5:43 registry.logins["ghcr.io"]: is used by nobody, since nothing is mirrored; write mirror: true, or delete it'],
  ],
  [
    "a login where the platform pulls nothing",
    sound("", {
      registry:
        "{ placement: managed, mirror: true, logins: { docker.io: { user: bot, password: { secret: token } } } }",
    }).replace("  sessions: { kind: redis }\n", ""),
    [
      '5:57 registry.logins["docker.io"]: is at a registry from which the platform pulls nothing; delete it; images come from ghcr.io, quay.io, registry.k8s.io',
    ],
  ],
  [
    "a bucket whose objects die before they move, locked",
    sound("buckets: { audit: { retentionDays: 30, coldAfterDays: 20, deleteAfterDays: 20 } }\n"),
    [
      "10:55 buckets.audit.coldAfterDays = 20: is not below deleteAfterDays (20): objects are deleted before they move; lower coldAfterDays, raise deleteAfterDays, or delete one of them",
      "10:76 buckets.audit.deleteAfterDays = 20: is below retentionDays (30): objects are locked when they should be deleted; write 30 or more, or lower retentionDays",
    ],
  ],
  [
    "reserved namespaces",
    sound("domains:\n  kube-shop: { owner: shop }\n  default: { owner: shop }\n"),
    [
      "11:3 domains.kube-shop: is a reserved namespace (default, cert-manager, argocd, monitoring, landbridge, kube-*, istio-*, gke-*, gmp-*, landbridge-*, *-system); choose another name for the domain",
      "12:3 domains.default: is a reserved namespace (default, cert-manager, argocd, monitoring, landbridge, kube-*, istio-*, gke-*, gmp-*, landbridge-*, *-system); choose another name for the domain",
    ],
  ],
  [
    "a service with buckets that aren't there",
    sound(`buckets: { upload: {} }\n${service("buckets: { uploads: read }", "config: { BUCKET_UPLOADS_URL: here }")}`),
    [
      "17:20 domains.commerce.services.order.buckets.uploads: names no bucket of buckets; did you mean upload? the buckets are upload",
      "18:19 domains.commerce.services.order.config.BUCKET_UPLOADS_URL: is set by the platform for bucket uploads; delete it, or choose another name",
    ],
  ],
  [
    "a service with buckets that says itself how they are reached",
    sound(`buckets: { uploads: {} }\n${service("buckets: { uploads: read }", "config: { AWS_REGION: here }")}`),
    [
      "18:19 domains.commerce.services.order.config.AWS_REGION: is set by the platform for buckets; delete it, or choose another name",
    ],
  ],
  [
    "a secret with a name of the platform's, and passwords without a place",
    sound(`secretStore: { administrators: true }\n${service("secrets: { KEY: { secret: landbridge-key } }")}`),
    [
      "10:32 secretStore.administrators = true: needs the cloud's own store; write placement: managed beside it, or administrators: false",
      '17:35 domains.commerce.services.order.secrets.KEY.secret = "landbridge-key": begins with landbridge-, as the platform\'s own secrets do; choose another name for the secret',
    ],
  ],
  [
    "a quota that is too small",
    sound(
      "domains:\n  commerce:\n    owner: commerce\n    quota: { cpu: 8, memoryGiB: 64, pods: 4 }\n    services:\n      order:\n        image: shop/order:1.0.0\n        size: large\n        scale: { min: 5 }\n",
    ),
    [
      "13:19 domains.commerce.quota.cpu = 8: is less than its services need at their smallest (10); write 10 or more, or make services smaller",
      "13:43 domains.commerce.quota.pods = 4: is less than its services need at their smallest (5); write 5 or more, or make services smaller",
    ],
  ],
  [
    "a service with min above max",
    sound(service("scale: { min: 9 }")),
    ["16:23 domains.commerce.services.order.scale.min = 9: is above max (6); make min 6 or less, or max 9 or more"],
  ],
  [
    "two protocols on a port",
    sound(service("serves: { rest: { port: 9090 }, grpc: {} }")),
    [
      "16:41 domains.commerce.services.order.serves.grpc.port = 9090: is the port of rest as well; give gRPC another port such as 9090",
    ],
  ],
  [
    "calls to nobody, to itself, to one that is silent, and twice",
    sound(
      service(
        "serves: { rest: {} }",
        "calls: [inventry, order, worker, inventory, commerce/inventory, other/inventory]",
      ) +
        "      inventory: { image: shop/inventory:1.0.0, serves: { grpc: {} } }\n      worker: { image: shop/worker:1.0.0 }\n",
    ),
    [
      '17:17 domains.commerce.services.order.calls[0] = "inventry": names no service; did you mean inventory? the services are order, inventory, worker',
      '17:27 domains.commerce.services.order.calls[1] = "order": is the service itself; delete it from calls',
      '17:34 domains.commerce.services.order.calls[2] = "worker": serves nothing that could be called; give commerce/worker serves: { rest: {} } or serves: { grpc: {} }',
      '17:53 domains.commerce.services.order.calls[4] = "commerce/inventory": is there twice; delete one of the two',
      '17:73 domains.commerce.services.order.calls[5] = "other/inventory": names no service; the services are order, inventory, worker',
    ],
  ],
  [
    "stores that aren't there, and a broker that is used",
    sound(service("uses: { order: read, events: read }")),
    [
      "16:17 domains.commerce.services.order.uses.order: names no store of stores; did you mean orders? the stores that can be used are orders, sessions",
      "16:30 domains.commerce.services.order.uses.events: names a Kafka store, which isn't used but published to; say what it does under publishes and consumes",
    ],
  ],
  [
    "topics in no broker",
    sound(service("publishes: { orders.created: { to: event } }", "consumes: { orders.created: { from: orders } }")),
    [
      '16:44 domains.commerce.services.order.publishes["orders.created"].to = "event": names no Kafka store; did you mean events? the Kafka stores are events',
      '17:45 domains.commerce.services.order.consumes["orders.created"].from = "orders": names no Kafka store; the Kafka stores are events',
    ],
  ],
  [
    "a topic whose publisher names no broker, once",
    sound(service("publishes: { orders.created: { to: event } }", "consumes: { orders.created: { from: events } }")),
    [
      '16:44 domains.commerce.services.order.publishes["orders.created"].to = "event": names no Kafka store; did you mean events? the Kafka stores are events',
    ],
  ],
  [
    "a topic that nobody publishes",
    sound(service("publishes: { orders.created: { to: events } }", "consumes: { order.created: { from: events } }")),
    [
      '17:21 domains.commerce.services.order.consumes["order.created"]: is published by no service to events; did you mean orders.created? the topics of events are orders.created',
    ],
  ],
  [
    "a topic in another broker",
    sound(
      "  logs: { kind: kafka }\n" +
        service("publishes: { orders.created: { to: events } }", "consumes: { orders.created: { from: logs } }"),
    ),
    [
      '18:21 domains.commerce.services.order.consumes["orders.created"]: is published by no service to logs; commerce/order publishes it to events; write the same store',
    ],
  ],
  [
    "publishers that don't agree",
    sound(
      service("publishes: { orders.created: { to: events, partitions: 3 } }") +
        "      shop:\n        image: shop/shop:1.0.0\n        publishes: { orders.created: { to: events, partitions: 6, retentionHours: 24 } }\n",
    ),
    [
      '19:64 domains.commerce.services.shop.publishes["orders.created"].partitions = 6: differs from what commerce/order says of the same topic (3); write the same for every publisher of a topic',
      '19:83 domains.commerce.services.shop.publishes["orders.created"].retentionHours = 24: differs from what commerce/order says of the same topic (168); write the same for every publisher of a topic',
    ],
  ],
  [
    "variables that two hands set",
    sound(
      service(
        "uses: { orders: read }",
        "config: { ORDERS_HOST: here, LOG_LEVEL: info }",
        "secrets: { LOG_LEVEL: { secret: level }, ORDERS_PASSWORD: { secret: pass } }",
      ),
    ),
    [
      "17:19 domains.commerce.services.order.config.ORDERS_HOST: is set by the platform for store orders; delete it, or choose another name",
      "18:20 domains.commerce.services.order.secrets.LOG_LEVEL: is set under config as well; keep one of the two",
      "18:50 domains.commerce.services.order.secrets.ORDERS_PASSWORD: is set by the platform for store orders; delete it, or choose another name",
    ],
  ],
  [
    "variables of the image and of the cluster",
    sound(
      service(
        "config: { LD_PRELOAD: /tmp/x.so, PATH: /tmp, NODE_OPTIONS: x, HOSTNAME: x, PATH_PREFIX: x }",
        "secrets: { KUBERNETES_SERVICE_HOST: { secret: host }, LD_LIBRARY_PATH: { secret: path } }",
      ),
    ),
    [
      ...["16:19", "16:42", "16:54", "16:71"].map(
        (place, index) =>
          `${place} domains.commerce.services.order.config.${["LD_PRELOAD", "PATH", "NODE_OPTIONS", "HOSTNAME"][index] ?? ""}`,
      ),
      "17:20 domains.commerce.services.order.secrets.KUBERNETES_SERVICE_HOST",
      "17:63 domains.commerce.services.order.secrets.LD_LIBRARY_PATH",
    ].map((subject) => `${subject}: belongs to the image or the cluster; delete it, or set it in the image`),
  ],
  [
    "stores whose variables are the same",
    sound("  orders-read: { kind: postgres }\n" + service("uses: { orders: read, orders-read: read }")),
    [
      "15:7 domains.commerce.services.order: needs store orders and store orders-read, which both set the variable ORDERS_READ_HOST; rename one of them",
    ],
  ],
  [
    "topics whose variables are the same",
    sound(service("publishes: { orders.created: { to: events }, orders-created: { to: events } }")),
    [
      "14:7 domains.commerce.services.order: needs topic orders-created and topic orders.created, which both set the variable TOPIC_ORDERS_CREATED; rename one of them",
    ],
  ],
];

it("finds nothing wrong with a sound file", () => {
  expect(problems(soundFile)).toEqual([]);
});

describe("what is no YAML", () => {
  it.each(syntax)("says where and what: %s", (_claim, file, messages) => {
    expect(problems(file)).toEqual(messages.map((message) => `environments/shop/dev.yaml:${message}`));
  });
});

describe("what is no field", () => {
  it.each(fields)("says where and what: %s", (_claim, file, messages) => {
    expect(problems(file)).toEqual(messages.map((message) => `environments/shop/dev.yaml:${message}`));
  });
});

describe("what is a secret", () => {
  it.each(secrets)("says where and what: %s", (_claim, file, messages) => {
    expect(problems(file)).toEqual(messages.map((message) => `environments/shop/dev.yaml:${message}`));
  });
});

describe("what doesn't fit together", () => {
  it.each(between)("says where and what: %s", (_claim, file, messages) => {
    expect(problems(file)).toEqual(messages.map((message) => `environments/shop/dev.yaml:${message}`));
  });
});
