import { Repository, type RepositoryArgs } from "@pulumi/gcp/artifactregistry/repository.js";
import { ServiceIdentity } from "@pulumi/gcp/projects/serviceIdentity.js";
import { Secret } from "@pulumi/gcp/secretmanager/secret.js";
import { SecretIamMember } from "@pulumi/gcp/secretmanager/secretIamMember.js";
import { SecretVersion } from "@pulumi/gcp/secretmanager/secretVersion.js";
import { output, type Output, type Resource } from "@pulumi/pulumi";
import type { Upstream } from "../../../../environments/schema/registry.ts";
import type { MirrorSpec, RegistrySpec } from "../../../cloud.ts";
import { upstreamSlug } from "../../../kit/registry/mirrors.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { labelsOf } from "../tags.ts";
import { mirrorId, mirrorPrefix } from "../names.ts";
import type { GcpSettings } from "../settings.ts";

/** What mirrors are made from. */
export interface GcpMirrorsArgs {
  readonly spec: RegistrySpec;
  readonly settings: GcpSettings;
  /** What mirrors have in common with the repository of images. */
  readonly common: Pick<
    RepositoryArgs,
    "location" | "format" | "vulnerabilityScanningConfig" | "labels" | "kmsKeyName"
  >;
}

/**
 * A remote repository for each registry of the world: it fetches what it hasn't yet, and keeps it. Whoever may pull from
 * the project's repositories may pull from it.
 * https://cloud.google.com/artifact-registry/docs/repositories/remote-repo
 */
export function createMirrors(
  name: string,
  { spec, settings, common }: GcpMirrorsArgs,
  { parent, dependsOn }: { readonly parent: Resource; readonly dependsOn: Resource[] },
): Record<string, Output<string>> {
  return Object.fromEntries(
    spec.mirrors.map((mirror) => {
      const { upstream } = mirror;
      const child = `${name}-${upstreamSlug(upstream)}`;
      const login = createLogin(child, mirror, { spec, settings }, { parent, dependsOn });
      const repository = new Repository(
        child,
        {
          ...common,
          repositoryId: mirrorId(name, upstream),
          mode: "REMOTE_REPOSITORY",
          remoteRepositoryConfig: {
            description: upstream,
            ...upstreamArgs(upstream),
            ...(login === undefined ? {} : { upstreamCredentials: { usernamePasswordCredentials: login } }),
          },
        },
        // Its name is part of every image's. It holds nothing that can't be fetched again.
        { parent, dependsOn, deleteBeforeReplace: true },
      );
      return [upstream, afterAll(output(mirrorPrefix(name, settings, upstream)), [repository.urn])];
    }),
  );
}

/** Docker Hub's images have a host of their own behind its name. */
function upstreamArgs(upstream: Upstream) {
  if (upstream === "docker.io") return { dockerRepository: { publicRepository: "DOCKER_HUB" } };
  return { commonRepository: { uri: `https://${upstream}` } };
}

/**
 * The password as a secret that Artifact Registry alone may read.
 * https://cloud.google.com/artifact-registry/docs/repositories/configure-remote-auth-dockerhub
 */
function createLogin(
  name: string,
  { login }: MirrorSpec,
  { spec, settings }: Omit<GcpMirrorsArgs, "common">,
  inside: { readonly parent: Resource; readonly dependsOn: Resource[] },
): { username: string; passwordSecretVersion: Output<string> } | undefined {
  if (login === undefined) return undefined;
  const secret = new Secret(
    `${name}-login`,
    {
      secretId: `${name}-login`,
      replication: {
        userManaged: {
          replicas: [
            {
              location: settings.regions.primary,
              ...(spec.key === undefined ? {} : { customerManagedEncryption: { kmsKeyName: spec.key.id } }),
            },
          ],
        },
      },
      labels: labelsOf(spec.tags),
    },
    { ...inside, deleteBeforeReplace: true },
  );
  const version = new SecretVersion(`${name}-login-value`, { secret: secret.id, secretData: login.password }, inside);
  const agent = new ServiceIdentity(`${name}-login-agent`, { service: "artifactregistry.googleapis.com" }, inside);
  const reader = new SecretIamMember(
    `${name}-login-reader`,
    { secretId: secret.id, role: "roles/secretmanager.secretAccessor", member: agent.member },
    inside,
  );
  return { username: login.user, passwordSecretVersion: afterAll(version.name, [reader.urn]) };
}
