import { secret } from "@pulumi/pulumi";
import type { MirrorSpec, RegistrySpec } from "../cloud.ts";
import { otherTags, type Asked, type Pair } from "./asked.contract.ts";
import type { Build } from "./kit.contract.ts";

const mirroring = (...changes: readonly Partial<MirrorSpec>[]): Pair => {
  const one: MirrorSpec = { upstream: "ghcr.io", repositories: ["a/image"] };
  const build =
    (...mirrors: readonly MirrorSpec[]): Build =>
    (kit) =>
      kit.registry({ mirrors });
  const [before, after] = changes;
  return [build(...(before === undefined ? [] : [{ ...one, ...before }])), build({ ...one, ...after })];
};

/** Fields of a registry of images. */
export const registry: Asked<RegistrySpec> = {
  repositories: { repositories: (kit) => kit.registry({ repositories: ["commerce/other"] }) },
  scanning: { scanning: (kit) => kit.registry({ scanning: false }) },
  replicateTo: { replicateTo: (kit) => kit.registry({ replicateTo: ["somewhere"] }) },
  mirrors: {
    mirrors: mirroring(),
    "mirrors.upstream": mirroring({ upstream: "registry.k8s.io" }, {}),
    "mirrors.repositories": mirroring({ repositories: ["a/other"] }, {}),
    "mirrors.login": mirroring({ login: { user: "bot", password: secret("token") } }, {}),
    // Who logs in stands in the same secret as the password on some clouds, where no plan shows it.
  },
  key: { key: (kit) => kit.registry({ key: false }) },
  tags: { tags: (kit) => kit.registry({ tags: otherTags }) },
  protect: { protect: (kit) => kit.registry({ protect: false }) },
};
