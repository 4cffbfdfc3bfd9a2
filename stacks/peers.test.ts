import { describe, expect, it } from "vitest";
import { awsEnvironment } from "../components/clouds/aws/environment.fixture.ts";
import { gcpEnvironment } from "../components/clouds/gcp/environment.fixture.ts";
import { joinedBeside, joinedTo } from "../components/clouds/wishes.fixture.ts";
import { computedProperties, type AnyEnvironment } from "../components/clouds/table.ts";
import { UsageError } from "../components/kit/errors.ts";
import { cloudSecretNames, serviceSecretNames } from "../components/kit/rights/secret-names.ts";
import { planProgram } from "../plan/host.ts";
import { planEnvironment } from "../plan/plan-environment.ts";
import { checkCapabilities } from "./capabilities.ts";
import { createPlatform } from "./platform.ts";

const network = joinedTo("10.128.0.0/14");
const environment = gcpEnvironment({ network, domains: {} });

describe("the secret that two environments share", () => {
  it("is the cloud layer's, and no service's", () => {
    expect(cloudSecretNames(environment)).toEqual(["link"]);
    expect(serviceSecretNames(environment)).toEqual([]);
  });

  const planWith = (config: Readonly<Record<string, string>>) =>
    planProgram(() => createPlatform(environment, ["cloud"]), {
      stack: environment.name,
      nested: computedProperties(environment),
      config,
    });

  it("has to be there before anything is registered, and to be long; its value is never said", async () => {
    await expect(planWith({})).rejects.toThrow(
      new UsageError("secrets:link: is not set; run pulumi config set --secret secrets:link"),
    );
    const short = await planWith({ "secrets:link": "hunter2" }).catch((error: unknown) => error);
    expect(short).toBeInstanceOf(UsageError);
    expect(String(short)).toContain("secrets:link: has fewer than 32 characters; set what openssl rand -hex 32 prints");
    expect(String(short)).not.toContain("hunter2");
  });
});

describe("a peer on the same cloud", () => {
  const vpc = "arn:aws:ec2:eu-central-1:210987654321:vpc/vpc-0fedcba9876543210";
  const peeringIssues = (joined: AnyEnvironment) =>
    checkCapabilities(joined).filter(({ path }) => path === "network.peers.shop-zone.kind");

  it("is refused with a reason and a way out where the cloud can't, before anything is planned", () => {
    const issues = peeringIssues(
      gcpEnvironment({ network: joinedBeside("10.128.0.0/14", "projects/p/global/networks/n") }),
    );
    expect(issues).toMatchObject([{ value: "peering", wayOut: expect.stringContaining("kind: vpn") as unknown }]);
    expect(peeringIssues(awsEnvironment({ network: joinedBeside("10.128.0.0/14", vpc) }))).toEqual([]);
  });

  it("is told of the connection that it has to accept, and of nothing where it asks", async () => {
    const platformOf = async (name: string) => {
      const joined = awsEnvironment({ domains: {}, network: joinedBeside("10.128.0.0/14", vpc) }, name);
      return (await planEnvironment(joined, { layer: "cloud" })).outputs["platform"];
    };
    expect(await platformOf("shop-prod")).toMatchObject({
      peers: { "shop-zone": { connection: expect.any(String) as unknown } },
    });
    expect(await platformOf("shop-zzz")).toMatchObject({ peers: {} });
  });
});

describe("what a stack puts out for its peers", () => {
  it("is by their names, and nothing without any", async () => {
    const platformOf = async (changes: Parameters<typeof gcpEnvironment>[0]) =>
      (await planEnvironment(gcpEnvironment({ domains: {}, ...changes }), { layer: "cloud" })).outputs["platform"];
    expect(await platformOf({ network })).toMatchObject({
      peers: { "shop-elsewhere": { addresses: [expect.any(String) as unknown, expect.any(String) as unknown] } },
    });
    expect(await platformOf({})).toMatchObject({ peers: {}, network: expect.any(String) as unknown });
  });
});
