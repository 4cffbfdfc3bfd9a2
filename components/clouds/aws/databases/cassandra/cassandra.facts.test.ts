import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../../../../plan/plan-environment.ts";
import { decideKeyspace } from "../../../../kit/databases/cassandra/cassandra.ts";
import { ancestors } from "../../../layer.fixture.ts";
import { managedHistory } from "../../../wishes.fixture.ts";
import { awsEnvironment } from "../../environment.fixture.ts";
import { at, named, ofType, parsed, planOf } from "../../plan.fixture.ts";

const reader = { image: "commerce/report:1.0.0", uses: { history: "read" as const } };
const writer = { image: "commerce/order:1.0.0", uses: { history: "read-write" as const } };
const environment = awsEnvironment({
  stores: { ...managedHistory, archive: { ...managedHistory.history, dataClass: "internal" } },
  domains: { commerce: { owner: "commerce", services: { order: writer, report: reader } } },
});

let planned: ReturnType<typeof planOf> | undefined;
const plan = () => (planned ??= planOf(environment));

const tableType = "aws:keyspaces/table:Table";
const doorType = "aws:ec2/vpcEndpoint:VpcEndpoint";

describe("Amazon Keyspaces", () => {
  // https://docs.aws.amazon.com/keyspaces/latest/APIReference/API_CreateKeyspace.html
  it("takes names of 48 letters, digits and underscores, which no two stores share", () => {
    const long = decideKeyspace("a-rather-long-system-production", "a-rather-long-name-of-a-store");
    for (const name of [decideKeyspace("shop-prod", "history"), long, decideKeyspace("shop--prod", "x")])
      expect(name).toMatch(/^[a-z0-9][a-z0-9_]{0,47}$/);
    expect(decideKeyspace("shop-a", "b")).not.toBe(decideKeyspace("shop", "a-b"));
    expect(decideKeyspace("shop", "a--b")).not.toBe(decideKeyspace("shop--a", "b"));
    expect(long).toHaveLength(48);
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/EncryptionAtRest.html
  // https://docs.aws.amazon.com/keyspaces/latest/devguide/PointInTimeRecovery.html
  it("has a key and a record of every change for each table, neither of them by default", async () => {
    const tables = ofType(await plan(), tableType);
    expect(tables).toHaveLength(4);
    for (const { inputs, protect } of tables) {
      expect(inputs).toMatchObject({
        encryptionSpecification: { type: "CUSTOMER_MANAGED_KMS_KEY" },
        pointInTimeRecovery: { status: "ENABLED" },
        capacitySpecification: { throughputMode: "PAY_PER_REQUEST" },
      });
      expect(protect).toBe(true);
    }
    const key = at(named(await plan(), tableType, "shop-prod-history-table-visits").inputs, "encryptionSpecification");
    expect(JSON.stringify(key)).toMatch(/::shop-prod-key-personal-key#arn}/);
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/encryption.customermanaged.html
  it("encrypts by grants that a table makes for itself with the key, which its policy lets it", async () => {
    const { inputs } = named(await plan(), "aws:kms/key:Key", "shop-prod-key-personal-key");
    expect(parsed(inputs["policy"])).toMatchObject({
      Statement: expect.arrayContaining([
        expect.objectContaining({
          Sid: "TablesGrants",
          Action: ["kms:CreateGrant"],
          Condition: expect.objectContaining({
            StringEquals: expect.objectContaining({
              "kms:ViaService": "cassandra.eu-west-1.amazonaws.com",
            }) as unknown,
          }) as unknown,
        }),
      ]) as unknown,
    });
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/TTL.html: once enabled it can't be disabled, nor later without a new table
  it("lets rows end in every table, with a default where days are given", async () => {
    const ttlOf = async (table: string) => {
      const { inputs } = named(await plan(), tableType, `shop-prod-history-table-${table}`);
      return { ttl: inputs["ttl"], seconds: inputs["defaultTimeToLive"] };
    };
    expect(await ttlOf("visits")).toEqual({ ttl: { status: "ENABLED" }, seconds: undefined });
    expect(await ttlOf("orders_by_customer")).toEqual({ ttl: { status: "ENABLED" }, seconds: 730 * 86400 });
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/vpc-endpoints.html
  it("is reached by one door in each VPC, with the service's own name, by CQL and by whoever makes tables", async () => {
    const doors = ofType(await plan(), doorType).filter(({ name }) => name.includes("cassandra"));
    expect(doors.map(({ inputs }) => inputs)).toMatchObject([
      { serviceName: "com.amazonaws.eu-west-1.cassandra", vpcEndpointType: "Interface", privateDnsEnabled: true },
    ]);
    const group = named(await plan(), "aws:ec2/securityGroup:SecurityGroup", "shop-prod-door-cassandra-clients");
    expect(group.inputs).toMatchObject({ ingress: [{ fromPort: 9142 }, { fromPort: 443 }], egress: [] });
    expect(JSON.stringify(group.inputs)).not.toContain("0.0.0.0/0");
    expect(parsed(doors[0]?.inputs["policy"])).toMatchObject({
      Statement: [{ Condition: { StringEquals: { "aws:PrincipalAccount": "111122223333" } } }],
    });
  });

  // https://docs.aws.amazon.com/keyspaces/latest/devguide/security_iam_id-based-policy-examples.html
  it("is opened to services by their identities: rows of their keyspace, and what every driver asks", async () => {
    const rights = async (service: string) => {
      const { inputs } = named(
        await plan(),
        "aws:iam/rolePolicy:RolePolicy",
        `shop-prod-identity-commerce-${service}-role`,
      );
      return parsed(inputs["policy"]);
    };
    const [keyspace, system] = ["shop_prod__history/table/*", "system*"].map(
      (end) => `arn:aws:cassandra:eu-west-1:111122223333:/keyspace/${end}`,
    );
    const doors = { Action: ["ec2:DescribeNetworkInterfaces", "ec2:DescribeVpcEndpoints"], Resource: "*" };
    const asked = { Action: ["cassandra:Select"], Resource: system };
    expect(await rights("order")).toMatchObject({
      Statement: [{ Action: ["cassandra:Modify", "cassandra:Select"], Resource: keyspace }, asked, doors],
    });
    expect(await rights("report")).toMatchObject({
      Statement: [{ Action: ["cassandra:Select"], Resource: keyspace }, asked, doors],
    });
  });

  it("has tables before any identity gets rights to them", async () => {
    const policy = named(await plan(), "aws:iam/rolePolicy:RolePolicy", "shop-prod-identity-commerce-order-role");
    const before = [...ancestors(await plan(), policy)].map(({ name }) => name);
    expect(before).toEqual(expect.arrayContaining(["shop-prod-history-table-visits", "shop-prod-key-personal-key"]));
  });

  // https://github.com/aws/aws-sigv4-auth-cassandra-java-driver-plugin
  it("gives services no login, tells drivers the region as data centre, and lets pods get their tokens", async () => {
    const { resources } = await planEnvironment(environment);
    const text = (name: string) => JSON.stringify(resources.find((resource) => resource.name === name)?.inputs);
    const deployment = text("shop-prod-commerce-order-deployment");
    for (const [variable, value] of [
      ["HISTORY_HOST", "cassandra.eu-west-1.amazonaws.com"],
      ["HISTORY_PORT", "9142"],
      ["HISTORY_KEYSPACE", "shop_prod__history"],
      ["HISTORY_DATACENTER", "eu-west-1"],
      ["HISTORY_MECHANISM", "SIGV4"],
    ])
      expect(deployment).toContain(`{"name":"${variable ?? ""}","value":"${value ?? ""}"}`);
    expect(deployment).not.toMatch(/HISTORY_(?:USER|PASSWORD)/);
    const policies = resources.filter(({ type }) => type.endsWith(":NetworkPolicy"));
    const reach = JSON.stringify(
      policies.filter(({ inputs }) => JSON.stringify(inputs).includes('"app.kubernetes.io/name":"report"')),
    );
    expect(reach).toContain("169.254.170.23/32");
    expect(reach).toContain("9142");
  });
});
