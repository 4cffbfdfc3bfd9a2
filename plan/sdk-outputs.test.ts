import { describe, expect, it } from "vitest";
import { declaredOutputs, declaredResult } from "./sdk-outputs.ts";

describe("what an SDK declares", () => {
  it("is every output of a resource, with its type and whether the cloud may leave it out", () => {
    const outputs = declaredOutputs("gcp:compute/network:Network");
    expect(outputs).toContainEqual({ name: "selfLink", type: "string", optional: false });
    expect(outputs).toContainEqual({ name: "description", type: "string", optional: true });
  });

  it("is found for names that begin with an abbreviation", () => {
    expect(declaredOutputs("gcp:projects/iAMMember:IAMMember")).toContainEqual({
      name: "etag",
      type: "string",
      optional: false,
    });
  });

  it("is found for modules of a package's root", () => {
    expect(declaredOutputs("random:index/randomPassword:RandomPassword").map(({ name }) => name)).toContain("result");
  });

  it("is found for tokens that name no file", () => {
    expect(declaredOutputs("azure-native:network:VirtualNetwork").map(({ name }) => name)).toContain("resourceGuid");
    expect(declaredOutputs("azure-native:containerservice:JWTAuthenticator").map(({ name }) => name)).toContain("name");
  });

  it("is the result of a function, too", () => {
    const result = declaredResult("gcp:storage/getProjectServiceAccount:getProjectServiceAccount");
    expect(result).toContainEqual({ name: "emailAddress", type: "string", optional: false });
    expect(result).toContainEqual({ name: "userProject", type: "string", optional: true });
  });

  it.each([
    "landbridge:platform:Domain",
    "kubernetes:apps/v1:Deployment",
    "gcp:no/such:Thing",
    "nobody:index/thing:Thing",
  ])("is nothing for %s", (type) => {
    expect(declaredOutputs(type)).toEqual([]);
  });
});
