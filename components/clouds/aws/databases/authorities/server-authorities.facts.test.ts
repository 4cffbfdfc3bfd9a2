import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../../plan/plan-environment.ts";
import { checkAws } from "../../check.ts";
import { awsEnvironment } from "../../environment.fixture.ts";
import { certificateAuthority, regionsWithAuthority, serverFacts } from "./server-authorities.ts";

const database = { placement: "managed", size: "large", replicas: 1, dataClass: "personal" } as const;
const stores = {
  orders: { kind: "postgres", ...database },
  ledger: { kind: "mysql", ...database },
  archive: { kind: "mysql", engine: "mariadb", version: "11.4", ...database },
} as const;

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
describe("servers of RDS", () => {
  it("have certificates, replicas too, of the authority whose root clients are given", async () => {
    const { resources } = await planEnvironment(awsEnvironment({ stores, domains: {} }), { layer: "cloud" });
    const servers = resources.filter(({ type }) => type === "aws:rds/instance:Instance");
    expect(servers).toHaveLength(6);
    for (const { inputs } of servers) expect(inputs["caCertIdentifier"]).toBe("rds-ca-rsa2048-g1");
    expect(certificateAuthority).toBe("rds-ca-rsa2048-g1");
  });

  it("are known by the root of their own region and by their names", () => {
    const roots = regionsWithAuthority.map((primary) => serverFacts({ regions: { primary } }));
    expect(new Set(roots.map(({ authorities }) => authorities)).size).toBe(regionsWithAuthority.length);
    expect(roots.every(({ proof }) => proof === "name")).toBe(true);
  });

  it("are refused in a region whose root isn't known, where a server in the cluster isn't", () => {
    const issuesIn = (primary: string, wishes: Parameters<typeof awsEnvironment>[0]) => {
      const environment = awsEnvironment(wishes);
      return checkAws({ ...environment, cloud: { ...environment.cloud, regions: { primary } } })
        .filter(({ rule }) => rule.includes("who signs RDS's certificates"))
        .map(({ path }) => path);
    };
    const refused = ["stores.archive.placement", "stores.ledger.placement", "stores.orders.placement"];
    expect(issuesIn("mx-central-1", { stores, domains: {} }).sort()).toEqual(refused);
    expect(issuesIn("eu-west-1", { stores, domains: {} })).toEqual([]);
    const inside = { orders: { ...stores.orders, placement: "in-cluster" as const } };
    expect(issuesIn("mx-central-1", { stores: inside, domains: {} })).toEqual([]);
  });
});
