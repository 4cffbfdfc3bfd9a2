import { LifecyclePolicy } from "@pulumi/aws/ecr/lifecyclePolicy.js";
import { Repository, type RepositoryArgs } from "@pulumi/aws/ecr/repository.js";
import { jsonStringify, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { Registry, RegistrySpec } from "../../../cloud.ts";
import { Component } from "../../../kit/component.ts";
import { boundedName } from "../../../kit/names.ts";
import { afterAll } from "../../../kit/outputs.ts";
import { holdsData } from "../../../kit/protection.ts";
import { transformed, type Transform } from "../../../kit/transforms.ts";
import { nameLimits } from "../names.ts";
import { expireUntagged, repositoryArgs } from "./registry-args.ts";
import { createMirrors } from "./registry-mirrors.ts";
import { createReplicas } from "./registry-replicas.ts";
import type { AwsSettings } from "../settings.ts";

/** What a caller may change on the children below. */
export interface AwsRegistryTransforms {
  readonly repository?: Transform<RepositoryArgs>;
}

/** What a registry is made from. */
export interface AwsRegistryArgs {
  readonly spec: RegistrySpec;
  readonly settings: AwsSettings;
  readonly transforms?: AwsRegistryTransforms | undefined;
}

/**
 * A private repository for each image, below one path of the account's registry, with tags that never move. ECR can make
 * repositories when they are first pushed to, by a template; those would be nobody's: no plan shows them, no rule judges
 * them and no destroy removes them. https://docs.aws.amazon.com/AmazonECR/latest/userguide/Repositories.html
 */
export class AwsRegistry extends Component implements Registry {
  static readonly type = "landbridge:aws:Registry";
  readonly host: Output<string>;
  readonly mirrors: Registry["mirrors"];
  readonly #repositories: ReadonlyMap<string, Repository>;

  constructor(name: string, { spec, settings, transforms }: AwsRegistryArgs, opts: ComponentResourceOptions) {
    super(AwsRegistry.type, name, { repositories: [...spec.repositories] }, opts);
    const { account, regions } = settings;
    const repositories = spec.repositories.map((image): readonly [string, Repository] => {
      const child = `${name}-${image.replaceAll("/", "-")}`;
      const repository = new Repository(
        child,
        transformed(transforms?.repository, repositoryArgs(repositoryName(name, image), spec)),
        // Its name is part of the image's, hence fixed.
        { parent: this, ...holdsData(spec.protect) },
      );
      const policy = { repository: repository.name, policy: jsonStringify(expireUntagged()) };
      new LifecyclePolicy(`${child}-expiry`, policy, { parent: this, deletedWith: repository });
      return [image, repository];
    });
    this.#repositories = new Map(repositories);
    const all = [...this.#repositories.values()];
    createReplicas(name, { spec, settings, path: pathOf(name) }, { parent: this, dependsOn: all });
    this.mirrors = createMirrors(name, { spec, settings }, this);
    this.host = afterAll(
      output(`${account}.dkr.ecr.${regions.primary}.amazonaws.com/${pathOf(name)}`),
      all.map(({ urn }) => urn),
    );
    this.registerOutputs({ host: this.host });
  }

  /** Name of the repository of an image without its tag. Throws for one that isn't made, a mistake of ours. */
  repository(image: string): Output<string> {
    const found = this.#repositories.get(image);
    if (found === undefined) throw new Error(`the registry has no repository ${image}`);
    return found.name;
  }
}

/** The registry as this cloud made it. Throws for another, which the environment's rules refuse where it matters. */
export function awsRegistry(registry: Registry): AwsRegistry {
  if (registry instanceof AwsRegistry) return registry;
  throw new Error("a registry of AWS's is needed");
}

/** Longest name of an image's repository, the longest that the schema takes. */
const longestImage = 200;

/** The path before an image's repository. */
function pathOf(name: string): string {
  return boundedName(name, nameLimits.repository - longestImage - "/".length);
}

/** https://docs.aws.amazon.com/AmazonECR/latest/APIReference/API_CreateRepository.html */
function repositoryName(name: string, image: string): string {
  return `${pathOf(name)}/${image}`;
}
