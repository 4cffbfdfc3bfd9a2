import { describe, expect, it } from "vitest";
import { clickhouse } from "../../../../environments/schema/stores/clickhouse.ts";
import { exampleSurroundings } from "../../../plan.fixture.ts";
import { zoneKey } from "../../cluster/placement.ts";
import {
  clickhouseKeepers,
  clickhouseMemberEndings,
  clickhouseServers,
  decideClickhouseMembers,
  decideClickhouseRights,
} from "./clickhouse.ts";
import {
  decideClusterConfig,
  decideKeeperConfig,
  decideServerConfig,
  renderClickhouseUsers,
} from "./clickhouse-config.ts";
import { decideServerClaim } from "../server-claim.ts";
import { decideClickhouseKeepers, decideClickhouseServer } from "./clickhouse-pods.ts";
import { decideClickhouseSetup } from "./clickhouse-setup.ts";
import { FromVariable, renderXml } from "./clickhouse-xml.ts";

const wishOf = (changes: object = {}) => clickhouse.parse({ kind: "clickhouse", ...changes });
const parts = {
  ...{ store: "facts", image: "i", cluster: "facts-cluster", secrets: "facts-secrets" },
  config: { server: "s", keeper: "k" },
  certificates: { server: "facts-tls", keeper: "facts-keeper" },
};
const production = exampleSurroundings({ tier: "production", zones: 3 });

function server(changes: object = {}, surroundings = production) {
  const wish = wishOf(changes);
  const [member] = decideClickhouseMembers("facts", wish);
  if (member === undefined) throw new Error("no server");
  return decideClickhouseServer(wish, member, parts, surroundings);
}

describe("servers and keepers", () => {
  it("are two copies and three keepers if nothing is said, so that a zone can be lost", () => {
    expect([clickhouseServers(wishOf()), clickhouseKeepers(wishOf())]).toEqual([2, 3]);
    expect(clickhouseKeepers(wishOf({ replicas: 1 }))).toBe(1);
    expect(clickhouseKeepers(wishOf({ replicas: 1, shards: 2 }))).toBe(3);
  });

  it("keep their names when another shard or copy joins", () => {
    const names = (changes: object) => decideClickhouseMembers("facts", wishOf(changes)).map(({ name }) => name);
    expect(names({})).toEqual(["facts-0-0", "facts-0-1"]);
    expect(names({ shards: 2, replicas: 3 })).toEqual(expect.arrayContaining(names({})));
    const most = names({ shards: 16, replicas: 3 }).map((name) => name.replace("facts-", ""));
    expect(clickhouseMemberEndings).toEqual(expect.arrayContaining(most));
  });

  it("wait for zones of their own in production, and elsewhere would rather have them", () => {
    const whenOf = (tier: "production" | "development") => {
      const surroundings = exampleSurroundings({ tier, zones: 3 });
      const specs = [server({}, surroundings), decideClickhouseKeepers(wishOf(), parts, surroundings)];
      return specs.map(
        ({ template }) =>
          template.spec.topologySpreadConstraints.find(({ topologyKey }) => topologyKey === zoneKey)?.whenUnsatisfiable,
      );
    };
    expect(whenOf("production")).toEqual(["DoNotSchedule", "DoNotSchedule"]);
    expect(whenOf("development")).toEqual(["ScheduleAnyway", "ScheduleAnyway"]);
  });

  it("are kept apart from copies of their own shard alone", () => {
    const [spread] = server({ shards: 2 }).template.spec.topologySpreadConstraints;
    expect(spread?.labelSelector.matchLabels).toMatchObject({ "landbridge.dev/clickhouse-shard": "0" });
    expect(spread?.labelSelector.matchLabels).not.toHaveProperty("app.kubernetes.io/instance");
  });

  it("have no tags in what restarts them", () => {
    const other = exampleSurroundings({ tags: { ...production.tags, owner: "somebody-else" } });
    expect(server({}, other)).toEqual(server({}));
  });

  it("start keepers at once, since the first of them waits for a second", () => {
    expect(decideClickhouseKeepers(wishOf(), parts, production)).toMatchObject({
      podManagementPolicy: "Parallel",
      replicas: 3,
    });
  });

  it("have volumes of the size and class that are wished for", () => {
    expect(decideServerClaim(wishOf({ storageGiB: 200 }).storageGiB, { storageClass: "fast" })).toMatchObject({
      storageClassName: "fast",
      resources: { requests: { storage: "200Gi" } },
    });
  });
});

describe("settings", () => {
  const config = decideServerConfig("facts", wishOf());
  const keeper = decideKeeperConfig("facts", wishOf());

  it("open no port without TLS but that of numbers", () => {
    const opened = [...config.matchAll(/<(\w*port\w*)>(\d+)</g)].map(([, name, port]) => `${name}=${port}`);
    expect(opened.sort()).toEqual([
      "https_port=8443",
      "interserver_https_port=9010",
      "port=9281",
      "port=9281",
      "port=9281",
      "port=9363",
      "tcp_port_secure=9440",
    ]);
    expect(keeper).toContain("<tcp_port_secure>9281</tcp_port_secure>");
    expect(keeper).not.toContain("<tcp_port>");
    expect(keeper).toMatch(/<raft_configuration>\s+<secure>true<\/secure>/);
  });

  it("have servers refuse certificates of others than our authority, and names that aren't in them", () => {
    for (const file of [config, keeper]) {
      expect(file).toMatch(/<client>\s+<caConfig>\/etc\/clickhouse-tls\/ca\.crt<\/caConfig>/);
      expect(file).toContain("<name>RejectCertificateHandler</name>");
      expect(file).toContain("<extendedVerification>true</extendedVerification>");
      expect(file).not.toContain("<loadDefaultCAFile>true");
    }
  });

  it("name keepers as those name themselves, and hold no password", () => {
    for (const file of [config, keeper])
      for (const id of [0, 1, 2]) expect(file).toContain(`facts-keeper-${id}.facts-nodes.landbridge-data.svc<`);
    expect(config).toContain('<identity from_env="LANDBRIDGE_KEEPER_IDENTITY"/>');
    expect(config).toContain('<cluster_secret from_env="LANDBRIDGE_CLUSTER_SECRET"/>');
    expect(config).toContain("<zookeeper_path>/clickhouse/access/</zookeeper_path>");
  });

  it("change for servers that are there when a keeper joins, and not when a server does", () => {
    expect(decideServerConfig("facts", wishOf({ shards: 2 }))).toBe(config);
    expect(decideServerConfig("facts", wishOf({ replicas: 1 }))).not.toBe(config);
    const cluster = decideClusterConfig("facts", wishOf({ shards: 2 }));
    expect(cluster.match(/<shard>/g)).toHaveLength(2);
    expect(cluster.match(/<secure>1<\/secure>/g)).toHaveLength(4);
    expect(cluster).toContain("<host>facts-1-1-0.facts-nodes.landbridge-data.svc</host>");
  });

  it("let tables be made that only one server has where shards need it, and nowhere else", () => {
    const only = "<database_replicated_allow_only_replicated_engine>1<";
    expect(renderClickhouseUsers(wishOf(), "ab")).toContain(only);
    expect(renderClickhouseUsers(wishOf({ shards: 2 }), "ab")).not.toContain(only);
  });

  it("bound what a reader's query takes, which the reader can't raise", () => {
    const users = renderClickhouseUsers(wishOf({ size: "medium", queries: { seconds: 60 } }), "ab");
    const readers = /<landbridge_readers>([\s\S]*)<\/landbridge_readers>/.exec(users)?.[1] ?? "";
    expect(readers).toContain("<readonly>2</readonly>");
    expect(readers).toContain("<max_execution_time>60</max_execution_time>");
    expect(readers).toMatch(/<max_execution_time>\s+<min>1<\/min>\s+<max>60<\/max>/);
    expect(readers).toContain(`<max_memory_usage>${2 * 1024 ** 3}</max_memory_usage>`);
    expect(users).toContain("<password_sha256_hex>ab</password_sha256_hex>");
  });

  it("are written as XML, in which nothing can close an element", () => {
    expect(renderXml({ a: ["<", { b: "&" }], c: new FromVariable("V") })).toBe(
      '<clickhouse>\n  <a>&lt;</a>\n  <a>\n    <b>&amp;</b>\n  </a>\n  <c from_env="V"/>\n</clickhouse>\n',
    );
  });
});

describe("what is inside", () => {
  it("is what a service says of layers, else the same with all of them", () => {
    expect(decideClickhouseRights("facts", { uses: { facts: "read" }, layers: {} })).toEqual({
      bronze: "read",
      silver: "read",
      gold: "read",
    });
    const layers = { facts: { bronze: "read-write", gold: "read" } } as const;
    expect(decideClickhouseRights("facts", { uses: { facts: "read-write" }, layers })).toEqual(layers.facts);
    expect(decideClickhouseRights("facts", { uses: {}, layers: {} })).toEqual({});
  });

  const files = decideClickhouseSetup("facts", wishOf(), [
    { name: "shop-load", rights: { bronze: "read-write", gold: "read" } },
    { name: "shop-view", rights: { gold: "read" } },
  ]);

  it("is made on every server, so that one that joins gets the tables of the others", () => {
    expect(files.servers.split("\n").filter(Boolean)).toEqual([
      "facts-0-0-0.facts-nodes.landbridge-data.svc",
      "facts-0-1-0.facts-nodes.landbridge-data.svc",
    ]);
    expect(files["databases.sql"].match(/ENGINE = Replicated\(/g)).toHaveLength(3);
  });

  it("gives each login its rights and no others, in one statement", () => {
    const [load = "", view = ""] = files["rights.sql"].split("\n");
    expect(view).toBe("GRANT SELECT, SHOW, dictGet ON gold.* TO `shop-view` WITH REPLACE OPTION;");
    expect(load).toMatch(
      /INSERT.* ON bronze\.\*, SELECT, SHOW, dictGet ON gold\.\* TO `shop-load` WITH REPLACE OPTION;/,
    );
    expect(load).not.toMatch(/REMOTE|CREATE DATABASE|ALL/);
    expect(files.profiles).toBe("landbridge_writers\nlandbridge_readers\n");
  });

  it("lets a writer spread rows over shards where there are some", () => {
    const rights = { gold: "read-write" } as const;
    const { "rights.sql": sql } = decideClickhouseSetup("facts", wishOf({ shards: 2 }), [{ name: "a-b", rights }]);
    expect(sql).toContain("REMOTE ON *.*");
  });

  it("shows no password: servers are told hashes, by a file that the script reads", () => {
    expect(files["setup.sh"]).toContain("sha256sum");
    expect(files["setup.sh"]).not.toMatch(/--password|echo "\$ADMIN_PASSWORD/);
  });
});
