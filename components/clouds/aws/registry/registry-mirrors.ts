import { PullThroughCacheRule } from "@pulumi/aws/ecr/pullThroughCacheRule.js";
import { Repository } from "@pulumi/aws/ecr/repository.js";
import { Secret } from "@pulumi/aws/secretsmanager/secret.js";
import { SecretVersion } from "@pulumi/aws/secretsmanager/secretVersion.js";
import { jsonStringify, output, secret, type Input, type Output, type Resource } from "@pulumi/pulumi";
import type { Upstream } from "../../../../environments/schema/registry.ts";
import type { MirrorSpec, RegistrySpec } from "../../../cloud.ts";
import { upstreamSlug } from "../../../kit/registry/mirrors.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { mirrorNamespace, mirrorPrefix } from "../names.ts";
import { repositoryArgs } from "./registry-args.ts";
import type { AwsSettings } from "../settings.ts";
import { tagsOf } from "../tags.ts";

/**
 * A rule for each registry of the world by which ECR fetches what it hasn't yet, and a repository for each image that is
 * pulled through it: ECR would make them itself, for whoever pulls may make repositories, and those would be nobody's.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html
 */
export function createMirrors(
  name: string,
  { spec, settings }: { readonly spec: RegistrySpec; readonly settings: AwsSettings },
  parent: Resource,
): Record<string, Output<string>> {
  return Object.fromEntries(
    spec.mirrors.map((mirror) => {
      const { upstream, repositories } = mirror;
      const child = `${name}-${upstreamSlug(upstream)}`;
      const ecrRepositoryPrefix = mirrorNamespace(name, upstream);
      const credentialArn = createLogin(child, mirror, spec, parent);
      const rule = new PullThroughCacheRule(
        child,
        {
          ecrRepositoryPrefix,
          upstreamRegistryUrl: upstreamUrls[upstream],
          ...(credentialArn === undefined ? {} : { credentialArn }),
        },
        { parent, deleteBeforeReplace: true },
      );
      const made = repositories.map(
        (image) =>
          new Repository(
            `${child}-${image.replaceAll("/", "-")}`,
            // It holds nothing that can't be fetched again.
            { ...repositoryArgs(`${ecrRepositoryPrefix}/${image}`, spec), forceDelete: true },
            { parent, dependsOn: [rule], deleteBeforeReplace: true },
          ),
      );
      const ready = [rule, ...made].map(({ urn }) => urn);
      return [upstream, afterAll(output(mirrorPrefix(name, settings, upstream)), ready)];
    }),
  );
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreatePullThroughCacheRule.html */
const upstreamUrls: Readonly<Record<Upstream, string>> = {
  "docker.io": "registry-1.docker.io",
  "ghcr.io": "ghcr.io",
  "public.ecr.aws": "public.ecr.aws",
  "quay.io": "quay.io",
  "registry.k8s.io": "registry.k8s.io",
};

/** Registries for which ECR asks for a login. https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache.html */
const loginTaken: readonly Upstream[] = ["docker.io", "ghcr.io"];

/**
 * A login where ECR looks for it: in a secret whose name begins so, which ECR's own role may read under AWS's key.
 * https://docs.aws.amazon.com/AmazonECR/latest/userguide/pull-through-cache-creating-secret.html
 */
function createLogin(
  name: string,
  { upstream, login }: MirrorSpec,
  { tags }: RegistrySpec,
  parent: Resource,
): Output<string> | undefined {
  if (login === undefined || !loginTaken.includes(upstream)) return undefined;
  const kept = new Secret(
    `${name}-login`,
    // Random digits follow, since a deleted secret keeps its name for days.
    { namePrefix: `ecr-pullthroughcache/${name}-`, description: name, tags: tagsOf(tags) },
    { parent },
  );
  const secretString = secret(jsonStringify(loginFields(login)));
  const value = new SecretVersion(`${name}-login-value`, { secretId: kept.id, secretString }, { parent });
  return afterAll(kept.arn, [value.urn]);
}

/** What ECR reads of a login's secret, by the names that it looks for. */
export function loginFields({ user, password }: NonNullable<MirrorSpec["login"]>): Record<string, Input<string>> {
  return { username: user, accessToken: password };
}
