import { all, output, type ComponentResourceOptions, type Output } from "@pulumi/pulumi";
import type { BootstrapSpec, Cloud } from "../../cloud.ts";
import { decideCiTrust } from "../../kit/account/ci-trust.ts";
import type { Tags } from "../../kit/tags.ts";
import type { Asked, Pair } from "../asked.contract.ts";
import { tags, type Build } from "../kit.contract.ts";

/** What differs from the usual bootstrap; the region by which of two regions of the cloud it is. */
export type BootstrapChange = Partial<Omit<BootstrapSpec, "stateRegion">> & { readonly stateRegion?: 0 | 1 };

/** The method of the contract that prepares an account, with a spec filled in. */
export interface BootstrapKit {
  bootstrap(change?: BootstrapChange): Output<unknown>;
}

/** The name that the kit gives to what it makes. */
export const bootstrapNames = { bootstrap: "shop-bootstrap" } as const;

const ci = {
  issuer: "github",
  repository: "shop/platform",
  branch: "main",
  environment: "production",
} as const;

/** The kit on a cloud, in two regions of its own. */
export function bootstrapKitOf(
  cloud: Cloud,
  { tags: usual, regions }: { readonly tags: Tags; readonly regions: readonly [string, string] },
  opts: ComponentResourceOptions,
): BootstrapKit {
  return {
    bootstrap({ stateRegion = 0, ...change } = {}) {
      const spec = {
        stateRegion: regions[stateRegion],
        keepVersionDays: 90,
        rotationDays: 90,
        logDays: 90,
        trust: decideCiTrust(ci),
        tags: usual,
        protect: true,
        ...change,
      };
      const made = cloud.bootstrap(bootstrapNames.bootstrap, spec, opts);
      const identities = Object.entries(made.identities ?? {}).map(([purpose, { id, login }]) =>
        all([id, all(login)]).apply(([known, asked]) => ({ purpose, id: known, login: asked })),
      );
      return all([made.stateUrl, made.secretsProvider, all(identities), output(made.identities !== undefined)]).apply(
        ([stateUrl, secretsProvider, identitiesKnown]) => ({ stateUrl, secretsProvider, identities: identitiesKnown }),
      );
    },
  };
}

const trusting =
  (
    change: Partial<Record<keyof typeof ci, string>> & { readonly ids?: { owner: string; repository: string } },
  ): Build =>
  (kit) =>
    kit.bootstrap({ trust: decideCiTrust({ ...ci, ...change, issuer: "github" }) });

const untrusting: Pair = [(kit) => kit.bootstrap(), (kit) => kit.bootstrap({ trust: undefined })];

/** A bootstrap's fields. Whose jobs are trusted has to make a difference in all that says who they are. */
export const bootstrap: Asked<BootstrapSpec> = {
  stateRegion: { stateRegion: (kit) => kit.bootstrap({ stateRegion: 1 }) },
  keepVersionDays: { keepVersionDays: (kit) => kit.bootstrap({ keepVersionDays: 30 }) },
  rotationDays: { rotationDays: (kit) => kit.bootstrap({ rotationDays: 180 }) },
  logDays: { logDays: (kit) => kit.bootstrap({ logDays: 365 }) },
  trust: {
    trust: untrusting,
    "trust.repository": trusting({ repository: "shop/other" }),
    "trust.ids": trusting({ ids: { owner: "1", repository: "2" } }),
    "trust.branch": trusting({ branch: "release" }),
    "trust.environment": trusting({ environment: "staging" }),
  },
  tags: { tags: (kit) => kit.bootstrap({ tags: { ...tags, owner: "other" } }) },
  protect: { protect: (kit) => kit.bootstrap({ protect: false }) },
};
