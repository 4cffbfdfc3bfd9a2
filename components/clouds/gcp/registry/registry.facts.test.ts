import { describe, expect, it } from "vitest";
import type { PlannedResource } from "../../../../plan/planned-resource.ts";
import { planLayer } from "../../layer.fixture.ts";
import { gcp } from "../entry.ts";
import { gcpEnvironment } from "../environment.fixture.ts";

const logins = { "ghcr.io": { user: "bot", password: { secret: "ghcr-token" } } };

async function planOf(registry: object = {}): Promise<(type: string) => PlannedResource[]> {
  const environment = gcpEnvironment({ registry: { placement: "managed", ...registry } });
  const { resources } = await planLayer(environment, { config: { "secrets:ghcr-token": "hunter2" } });
  return (type) => resources.filter((resource) => resource.type === type);
}

const repository = "gcp:artifactregistry/repository:Repository";
const apis = "gcp:projects/service:Service";

// https://cloud.google.com/artifact-analysis/docs/enable-automatic-scanning
describe("scanning", () => {
  it("is the project's API, turned on before the repository that inherits it", async () => {
    const ofType = await planOf();
    const api = ofType(apis).find(({ inputs }) => inputs["service"] === "containerscanning.googleapis.com");
    const [images] = ofType(repository);
    expect(images?.inputs["vulnerabilityScanningConfig"]).toEqual({ enablementConfig: "INHERITED" });
    expect(images?.dependencies).toContain(api?.urn);
  });

  it("can be left out without turning the API on", async () => {
    const ofType = await planOf({ scanning: false });
    expect(ofType(repository)[0]?.inputs["vulnerabilityScanningConfig"]).toEqual({ enablementConfig: "DISABLED" });
    expect(JSON.stringify(ofType(apis))).not.toContain("containerscanning");
  });
});

// https://cloud.google.com/artifact-registry/docs/repositories/remote-repo
describe("mirrors", () => {
  it("are remote repositories with the registry's key, and leave tags to whom they belong", async () => {
    const mirrors = (await planOf({ mirror: true }))(repository).filter(
      ({ inputs }) => inputs["mode"] === "REMOTE_REPOSITORY",
    );
    expect(mirrors.map(({ inputs }) => inputs["repositoryId"])).toEqual([
      "shop-prod-registry-docker-io",
      "shop-prod-registry-ghcr-io",
      "shop-prod-registry-quay-io",
      "shop-prod-registry-registry-k8s-io",
    ]);
    const [hub, ...others] = mirrors.map(({ inputs }) => inputs["remoteRepositoryConfig"]);
    // https://cloud.google.com/artifact-registry/docs/repositories/remote-repo#docker
    expect(hub).toMatchObject({ dockerRepository: { publicRepository: "DOCKER_HUB" } });
    expect(others).toEqual(
      ["ghcr.io", "quay.io", "registry.k8s.io"].map((description) => ({
        description,
        commonRepository: { uri: `https://${description}` },
      })),
    );
    for (const { inputs } of mirrors) {
      expect(inputs["kmsKeyName"]).toBeDefined();
      expect(inputs["dockerConfig"]).toBeUndefined();
    }
  });

  it("are where the cluster is told before they are there", async () => {
    const environment = gcpEnvironment({ registry: { placement: "managed", mirror: true } });
    const mirrors = (await planOf({ mirror: true }))(repository).filter(
      ({ inputs }) => inputs["mode"] === "REMOTE_REPOSITORY",
    );
    const prefix = "europe-west1-docker.pkg.dev/shop-prod-1234/";
    const told = Object.values(gcp.cluster(environment).mirrors ?? {});
    expect(told.every((mirror) => mirror.startsWith(prefix))).toBe(true);
    expect(mirrors.map(({ inputs }) => inputs["repositoryId"])).toEqual(told.map((one) => one.slice(prefix.length)));
  });

  // https://cloud.google.com/artifact-registry/docs/repositories/configure-remote-auth-dockerhub
  it("log in by a secret that Artifact Registry alone may read, and read it only after it may", async () => {
    const ofType = await planOf({ mirror: true, logins });
    const [kept] = ofType("gcp:secretmanager/secret:Secret");
    expect(JSON.stringify(kept?.inputs["replication"])).toContain("customerManagedEncryption");
    const agent = ofType("gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember").find(({ name }) =>
      name.endsWith("platform-secrets"),
    );
    expect(kept?.dependencies).toContain(agent?.urn);
    const [reader] = ofType("gcp:secretmanager/secretIamMember:SecretIamMember");
    expect(reader?.inputs["role"]).toBe("roles/secretmanager.secretAccessor");
    const mirror = ofType(repository).find(({ inputs }) => JSON.stringify(inputs).includes("usernamePassword"));
    expect(mirror?.name).toBe("shop-prod-registry-ghcr-io");
    expect(mirror?.dependencies).toContain(reader?.urn);
    expect(JSON.stringify(ofType("gcp:secretmanager/secretVersion:SecretVersion"))).not.toContain("hunter2");
  });
});
