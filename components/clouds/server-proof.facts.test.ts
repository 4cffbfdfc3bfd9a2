import { describe, expect, it } from "vitest";
import { planEnvironment } from "../../plan/plan-environment.ts";
import type { PlannedResource } from "../../plan/planned-resource.ts";
import { custom } from "../plan.fixture.ts";
import { awsEnvironment } from "./aws/environment.fixture.ts";
import { azureEnvironment } from "./azure/environment.fixture.ts";
import { gcpEnvironment } from "./gcp/environment.fixture.ts";

const database = { placement: "managed", size: "small", replicas: 1, dataClass: "internal" } as const;
const wishes = {
  stores: { orders: { kind: "postgres", ...database }, ledger: { kind: "mysql", ...database } },
  domains: {
    commerce: {
      owner: "commerce",
      services: {
        order: { image: "commerce/order:1.0.0", size: "small", uses: { orders: "read-write", ledger: "read" } },
      },
    },
  },
} as const;

// https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.SSL.html
// https://learn.microsoft.com/azure/postgresql/security/security-tls
// https://cloud.google.com/sql/docs/postgres/authorize-ssl
describe.each([
  ["AWS", awsEnvironment(wishes), "verify-full", "VERIFY_IDENTITY", /BEGIN CERTIFICATE/],
  ["Azure", azureEnvironment(wishes), "verify-full", "VERIFY_IDENTITY", /BEGIN CERTIFICATE/],
  ["Google Cloud", gcpEnvironment(wishes), "verify-ca", "VERIFY_CA", /serverCaCerts/],
] as const)("managed servers on %s", (_name, environment, postgres, mysql, authority) => {
  const plan = planEnvironment(environment);
  const textOf = async (find: (resource: PlannedResource) => boolean): Promise<string> =>
    JSON.stringify((await plan).resources.filter(find).map(({ inputs }) => inputs));

  it("are verified by services as far as their certificates can be", async () => {
    const deployment = await textOf(
      ({ type, name }) => type === "kubernetes:apps/v1:Deployment" && name.endsWith("-order-deployment"),
    );
    for (const [variable, value] of [
      ["ORDERS_SSLMODE", postgres],
      ["ORDERS_CA_FILE", "/etc/landbridge/authorities/orders.pem"],
      ["LEDGER_SSLMODE", mysql],
      ["LEDGER_CA_FILE", "/etc/landbridge/authorities/ledger.pem"],
    ])
      expect(deployment).toContain(`{"name":"${variable}","value":"${value}"}`);
  });

  it("are verified by the Jobs that set them up", async () => {
    const { resources } = await plan;
    const named = (name: string) => JSON.stringify(custom(resources, `${environment.name}-data-${name}`).inputs);
    expect(named("orders-job")).toContain(`{"name":"PGSSLMODE","value":"${postgres}"}`);
    expect(named("ledger-config")).toContain(`--ssl-mode=${mysql} --ssl-ca=/etc/landbridge/authorities/ledger.pem`);
    // In the clear: they are public.
    for (const store of ["orders", "ledger"]) expect(named(`${store}-authorities`)).toMatch(authority);
  });
});
