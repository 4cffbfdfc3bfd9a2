import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { awsEnvironment } from "./aws/environment.fixture.ts";
import { openAws } from "./aws/cloud.ts";
import { azureEnvironment } from "./azure/environment.fixture.ts";
import { openAzure } from "./azure/cloud.ts";
import { gcpEnvironment } from "./gcp/environment.fixture.ts";
import { openGcp } from "./gcp/cloud.ts";

const clouds = [openAws(awsEnvironment()), openAzure(azureEnvironment()), openGcp(gcpEnvironment())];

describe.each(clouds)("the README of $name", (cloud) => {
  const text = readFileSync(new URL(`${cloud.name}/README.md`, import.meta.url), "utf8");
  const described = [...text.matchAll(/^\| `(\w+)` +\|/gm)].map(([, method]) => method);

  it("says of each method of the contract what it makes", () => {
    const methods = Object.entries(cloud).flatMap(([name, member]) => (typeof member === "function" ? [name] : []));
    expect(methods.filter((method) => !described.includes(method))).toEqual([]);
  });
});
