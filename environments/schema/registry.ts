import { z } from "zod";
import { line, secretReference } from "./names.ts";

/**
 * localhost or a name of DNS labels with a dot, whose last begins with a letter so that it is no address; a port of 1 to
 * 65535; a path as https://github.com/distribution/reference takes it.
 */
const registryHost =
  /^(?:localhost|(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?)(?::(?:[1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d\d|655[0-2]\d|6553[0-5]))?(?:\/[a-z0-9]+(?:[._-][a-z0-9]+)*)*$/;

const registryPlacement = <P extends string>(placement: P) =>
  z.literal(placement).meta({ description: "managed: the cloud's own registry. external: one that exists already." });

const login = z
  .strictObject({
    user: line(1, 200).meta({ description: "Name of the account there." }),
    password: secretReference,
  })
  .optional()
  .meta({ description: "An account there, with its password or token. - behaviour: nobody logs in." });

/** Registries of the world that can be mirrored, with the login at each. */
const logins = z.strictObject({
  "docker.io": login,
  "ghcr.io": login,
  "quay.io": login,
  "registry.k8s.io": login,
});

const replicas = z
  .array(line(1, 60))
  .max(5)
  .refine((all) => new Set(all).size === all.length, "must not name a region twice");

/** Where images are pulled from. */
export const registry = z.discriminatedUnion("placement", [
  z.strictObject({
    placement: registryPlacement("managed"),
    scanning: z.boolean().optional().meta({
      description:
        "Look into each image for known flaws when it is pushed. - behaviour: where the cloud can for one registry.",
    }),
    replicateTo: replicas.default([]).meta({
      description: "Other regions, in the cloud's own words, to which every image is copied. Up to 5.",
      examples: [["eu-central-1"]],
    }),
    mirror: z.boolean().default(false).meta({
      description:
        "Pull what the platform itself runs through this registry, which keeps a copy, instead of from the registries of its makers.",
    }),
    logins: logins.default({}).meta({
      description:
        "Logins at registries that are mirrored: some ask for one, others then give more. - behaviour: none.",
    }),
  }),
  z.strictObject({
    placement: registryPlacement("external"),
    host: z
      .string()
      .max(255)
      .regex(registryHost, "must be localhost or a DNS name with a dot, [:port][/path], without a scheme")
      .meta({ description: "Registry and path that images are pulled from.", examples: ["ghcr.io/bitvelocity"] }),
  }),
]);

export type RegistryWish = z.infer<typeof registry>;
/** A registry of the world that may ask for a login. */
export type LoginUpstream = keyof z.infer<typeof logins>;
/** A registry of the world that can be mirrored. */
export type Upstream = LoginUpstream | "public.ecr.aws";
