import { describe, expect, it } from "vitest";
import { EnvironmentError, renderIssue, type Issue } from "../components/kit/errors.ts";
import { limits } from "./limits.ts";
import { loadEnvironment } from "./load.ts";
import { processorTime, soundFile, testSchema, writeProject } from "./project.fixture.ts";

function issuesOf(files: Readonly<Record<string, string>>): readonly Issue[] {
  try {
    loadEnvironment("shop-dev", { root: writeProject(files), schema: testSchema });
  } catch (error) {
    if (error instanceof EnvironmentError) return error.issues;
    throw error;
  }
  return [];
}

const rulesOf = (extra: string, file = soundFile): string[] =>
  issuesOf({ "shop/dev.yaml": file + extra }).map(({ rule }) => rule);

function service(line: string, domain = "commerce"): string {
  return `domains:\n  ${domain}:\n    owner: commerce\n    services:\n      order:\n        image: shop/order:1.0.0\n        ${line}\n`;
}

const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => line(index)).join("");

describe("a file that is made to be large when it is complained about", () => {
  it("gets 200 issues and a count, each of which lists 20 candidates", () => {
    const services = lines(1000, (index) => `      s${index}: { image: shop/s:1.0.0 }\n`);
    const calls = lines(
      10,
      (caller) =>
        `      c${caller}: { image: shop/c:1.0.0, calls: [${lines(150, (call) => `x${caller}y${call}, `)}] }\n`,
    );
    const file = `${soundFile}domains:\n  commerce:\n    owner: commerce\n    quota: { cpu: 10000, memoryGiB: 100000, pods: 5000 }\n    services:\n${services}${calls}`;
    let issues: readonly Issue[] = [];
    expect(processorTime(() => (issues = issuesOf({ "shop/dev.yaml": file })))).toBeLessThan(5000);
    expect(issues).toHaveLength(limits.issues + 1);
    expect(issues.at(-1)?.rule).toBe("and 1300 more");
    expect(issues[0]?.wayOut).toMatch(/^the services are s0, .*, s19 and 990 more$/);
    expect(issues.map(renderIssue).join("\n").length).toBeLessThan(100_000);
  });

  it("gets words for 200 unknown fields and a count of the others", () => {
    const file = soundFile + lines(4000, (index) => `unknown-${index}: 1\n`);
    let issues: readonly Issue[] = [];
    expect(processorTime(() => (issues = issuesOf({ "shop/dev.yaml": file })))).toBeLessThan(5000);
    expect(issues).toHaveLength(limits.issues + 1);
    expect(issues.at(-1)?.rule).toBe("and 3800 more");
  });

  it("may hold as many values as all files of an environment together", () => {
    const base = (name: string): string => `buckets:\n${lines(4500, (index) => `  ${name}${index}: {}\n`)}`;
    const files = (names: readonly string[]) => ({
      ...Object.fromEntries(names.map((name) => [`base/${name}.yaml`, base(name)])),
      "shop/dev.yaml": `extends: [${names.map((name) => `../base/${name}.yaml`).join(", ")}]\n${soundFile}`,
    });
    expect(issuesOf(files(["aa", "bb"]))).toEqual([]);
    expect(issuesOf(files(["aa", "bb", "cc", "dd", "ee", "ff"])).map(renderIssue)).toEqual([
      'environments/shop/dev.yaml:1:79 extends = "environments/base/ee.yaml": makes more than 20000 values together with the files before it; make the environment smaller',
    ]);
  });

  it("is refused where a call is made more often than 200 times", () => {
    expect(rulesOf(service(`calls: [${"aa, ".repeat(201)}]`))).toEqual(["must have at most 200 items"]);
  });
});

describe("free text", () => {
  const exemption = {
    rule: "PK-WKL-018",
    resource: "a/b*",
    reason: "the vendor's image has no other user",
    owner: "commerce",
    ticket: "T-1",
    approvedBy: "ann",
    expires: "2026-12-31",
  };
  const exempting = (change: Partial<typeof exemption>): string =>
    `policies: { exemptions: [${JSON.stringify({ ...exemption, ...change })}] }\n`;
  const rule = "must be one line without control characters";

  it("is one line wherever a report prints it", () => {
    expect(rulesOf(exempting({}))).toEqual([]);
    for (const field of ["resource", "reason", "ticket", "approvedBy"] as const)
      expect(rulesOf(exempting({ [field]: `${exemption[field]}\nno rule is broken` }))).toEqual([rule]);
    expect(rulesOf('network: { adopt: { network: "a\\nb", subnets: [a, "a\\tb"] } }\n')).toEqual([rule, rule]);
    expect(rulesOf(service('publishes: { orders.created: { to: events, key: "a\\nb" } }'))).toEqual([rule]);
    expect(rulesOf(service('health: { live: "/a\\nb", ready: "/a\\rb" }'))).toEqual([rule, rule]);
  });
});

describe("a registry's host", () => {
  const hosts = (host: string): string[] =>
    rulesOf("", soundFile.replace("host: ghcr.io/shop", `host: ${JSON.stringify(host)}`));

  it.each(["ghcr.io", "localhost", "localhost:5000/shop", "registry.example.com:65535/a_b/c.d-e", "a.b-c.io/x"])(
    "may be %s",
    (host) => {
      expect(hosts(host)).toEqual([]);
    },
  );

  it.each([
    ...["169.254.169.254", "10.0.0.1:5000", "2130706433", "0x7f.0x1", "[::1]:5000", "registry", "shop/ghcr.io"],
    ...["-a.io", "a-.io", "a..io", "a.io.", "a.io:0", "a.io:65536", "a.io:99999", "a.io/../x", "a.io/..", "a.io//x"],
    ...["a.io/-x", "a.io/x-", "https://a.io", "user@a.io", "a.io/x:1", "a.io?x", "a.io#x", "A.io"],
  ])("may not be %s", (host) => {
    expect(hosts(host)).toEqual(["must be localhost or a DNS name with a dot, [:port][/path], without a scheme"]);
  });
});

describe("names that belong to others", () => {
  it.each(["gke-managed", "gmp-public", "shop-system", "istio-shop", "cert-manager", "argocd", "monitoring", "kube-a"])(
    "include %s for a domain",
    (name) => {
      expect(rulesOf(service("size: micro", name))).toEqual([expect.stringContaining("is a reserved namespace")]);
    },
  );

  it("include those of dead-letter topics", () => {
    const rule = "its name must not end in .dead-letter; deadLetter: true makes such topics";
    expect(rulesOf(service("publishes: { orders.created.order.dead-letter: { to: events } }"))).toEqual([rule]);
    expect(rulesOf(service("consumes: { orders.created.order.dead-letter: { from: events } }"))).toEqual([rule]);
    expect(rulesOf(service("publishes: { orders.dead-letters: { to: events } }"))).toEqual([]);
  });
});

describe("a variable", () => {
  const config = (name: string, value: string): string[] =>
    rulesOf(service(`config: { ${name}: ${JSON.stringify(value)} }`));

  it.each(["DB_PASS", "PASS", "SMTP_PWD", "BASIC_AUTH", "CREDENTIAL", "MAIL_CREDENTIALS", "PGPASSWORD", "PGPASS"])(
    "is a secret by its name: %s",
    (name) => {
      expect(config(name, "hunter2")).toEqual([expect.stringContaining("is a secret by its name")]);
    },
  );

  it.each([
    ["COMPASS", "north"],
    ["BYPASS", "hunter2"],
    ["OAUTH", "hunter2"],
    ["AUTHOR", "hunter2"],
    ["ENABLE_AUTH", "true"],
    ["KAFKA_AUTH", "scram-sha-512"],
    ["PWD", "/app"],
    ["PGPASSFILE", "/run/secrets/pgpass"],
    ["CLOUD_CREDENTIALS", "/var/run/secrets/key.json"],
    ["PASSENGERS", "many"],
  ])("is no secret: %s=%s", (name, value) => {
    expect(config(name, value)).toEqual([]);
  });

  it("that holds a secret is not shown", () => {
    for (const [name, value] of [
      ["DSN", "host=db password=hunter2"],
      ["DB_PASS", "hunter2"],
    ] as const) {
      const issues = issuesOf({ "shop/dev.yaml": soundFile + service(`config: { ${name}: ${value} }`) });
      expect(issues).toHaveLength(1);
      expect(issues.map(renderIssue).join("\n")).not.toContain("hunter2");
    }
  });
});
