import { describe, expect, it } from "vitest";
import { EnvironmentError, renderIssue } from "../components/kit/errors.ts";
import { writeProject } from "../environments/project.fixture.ts";
import { loadPlatform } from "./load.ts";

const file = `cloud: { name: local, context: kind }
tier: development
owner: platform-team
costCentre: shop
registry: { placement: external, host: ghcr.io/shop }
`;

function problems(extra: string): string[] {
  const root = writeProject({ "shop/dev.yaml": file + extra });
  try {
    loadPlatform("shop-dev", root);
  } catch (error) {
    if (error instanceof EnvironmentError) return error.issues.map(renderIssue);
    throw error;
  }
  return [];
}

describe("what a cloud says of an environment", () => {
  it("has the loader's place, and the value as the loader shows it", () => {
    expect(problems("ingress: { address: reserved }\n")).toEqual([
      'environments/shop/dev.yaml:6:21 ingress.address = "reserved": local can\'t do this: there is no public address; leave ingress out',
    ]);
  });

  it("quotes and cuts a value of its own where the loader shows none", () => {
    const network = `${"x".repeat(100)}: no problems`;
    expect(problems(`network: { adopt: { network: "${network}", subnets: [a] } }\n`)).toEqual([
      `environments/shop/dev.yaml:6:12 network.adopt = "${"x".repeat(58)}…: local can't do this: there is no network to adopt; leave network.adopt out`,
    ]);
  });
});
