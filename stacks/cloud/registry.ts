import { Config, output } from "@pulumi/pulumi";
import { chartLock } from "../../charts/catalogue.ts";
import type { MirrorSpec, Registry } from "../../components/cloud.ts";
import { clusterFacts, type AnyEnvironment } from "../../components/clouds/table.ts";
import { decideMirrors, upstreamsOf } from "../../components/kit/registry/mirrors.ts";
import { repositoriesOf } from "../../components/kit/registry/repositories.ts";
import { decideTags } from "../../components/kit/tags.ts";
import type { Keys } from "./keys.ts";
import type { Place } from "./place.ts";

/** Where images are pulled from: services' own, and through mirrors the platform's. */
export function createRegistry({ name, environment, cloud, opts }: Place, { keys }: { readonly keys: Keys }): Registry {
  const { registry } = environment;
  if (registry.placement === "external") return { host: output(registry.host), mirrors: {} };
  const spec = {
    repositories: repositoriesOf(environment),
    scanning: registry.scanning ?? cloud.capabilities["registry.scanning"].supported,
    replicateTo: registry.replicateTo,
    mirrors: mirrorsOf(registry, upstreamsOf(environment, { ownProvisioner: runsProvisioner(environment) })),
    key: keys.get("platform"),
    tags: decideTags(environment),
    protect: environment.protect,
  };
  return cloud.registry(`${name}-registry`, spec, opts);
}

function runsProvisioner(environment: AnyEnvironment): boolean {
  return clusterFacts(environment).provisioner?.operator !== undefined;
}

function mirrorsOf(
  { mirror, logins }: Extract<AnyEnvironment["registry"], { placement: "managed" }>,
  upstreams: ReturnType<typeof upstreamsOf>,
): MirrorSpec[] {
  if (!mirror) return [];
  const secrets = new Config("secrets");
  const images = Object.values(chartLock.images).map(({ repository }) => repository);
  return decideMirrors(images, upstreams).map((mirrored) => {
    const login = Object.entries(logins).find(([upstream]) => upstream === mirrored.upstream)?.[1];
    if (login === undefined) return mirrored;
    return { ...mirrored, login: { user: login.user, password: secrets.requireSecret(login.password.secret) } };
  });
}
