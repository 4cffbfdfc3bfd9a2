import { parse } from "yaml";
import { z } from "zod";

/** The part of `fetch` that is used here. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** How a registry is asked. */
export interface RegistryOptions {
  readonly fetch: Fetch;
  /** Milliseconds for each request. */
  readonly timeoutMs: number;
}

/** Registries that answer at another name. https://docs.docker.com/reference/api/registry/latest/ */
const apiHosts: Readonly<Record<string, string>> = { "docker.io": "registry-1.docker.io" };

/** Manifests of all kinds, so that a registry answers with the digest of the index where there is one. */
const manifestTypes = [
  "application/vnd.oci.image.index.v1+json",
  "application/vnd.docker.distribution.manifest.list.v2+json",
  "application/vnd.oci.image.manifest.v1+json",
  "application/vnd.docker.distribution.manifest.v2+json",
].join(", ");

/**
 * The digest under which a registry has a tag. Anonymous: where the registry asks for a token it is fetched as the
 * registry says. Throws when it can't be reached, refuses, or names no digest.
 * https://github.com/opencontainers/distribution-spec/blob/main/spec.md#checking-if-content-exists-in-the-registry
 */
export async function registryDigest(
  { repository, tag }: { readonly repository: string; readonly tag: string },
  options: RegistryOptions,
): Promise<string> {
  const [host = "", ...path] = repository.split("/");
  const url = `https://${apiHosts[host] ?? host}/v2/${path.join("/")}/manifests/${tag}`;
  const head = (token: string | undefined) =>
    request(url, options, {
      method: "HEAD",
      headers: { accept: manifestTypes, ...(token === undefined ? {} : { authorization: `Bearer ${token}` }) },
    });
  let answer = await head(undefined);
  if (answer.status === 401) answer = await head(await fetchToken(answer.headers.get("www-authenticate"), options));
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const digest = answer.headers.get("docker-content-digest");
  if (digest === null) throw new Error(`${url} named no digest`);
  return digest;
}

const tokenAnswer = z.object({ token: z.string().optional(), access_token: z.string().optional() });

/** https://distribution.github.io/distribution/spec/auth/token/ */
async function fetchToken(challenge: string | null, options: RegistryOptions): Promise<string> {
  const fields = new Map(
    [...(challenge ?? "").matchAll(/(\w+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  const realm = fields.get("realm");
  if (realm === undefined) throw new Error(`the registry asks for another login than a token: ${challenge ?? "none"}`);
  const url = new URL(realm);
  for (const key of ["service", "scope"]) {
    const value = fields.get(key);
    if (value !== undefined) url.searchParams.set(key, value);
  }
  const answer = await request(url.href, options, { method: "GET" });
  if (!answer.ok) throw new Error(`${url.origin} gave no token: ${answer.status}`);
  const { token, access_token } = tokenAnswer.parse(await answer.json());
  const found = token ?? access_token;
  if (found === undefined) throw new Error(`${url.origin} gave an answer without a token`);
  return found;
}

const chartIndex = z.object({
  entries: z.record(z.string(), z.array(z.object({ version: z.string(), digest: z.string().optional() }))),
});

/**
 * The digest of a chart's archive as its repository's index has it. Throws when there is none.
 * https://helm.sh/docs/topics/chart_repository/#the-index-file
 */
export async function chartIndexDigest(
  { repository, chart, version }: { readonly repository: string; readonly chart: string; readonly version: string },
  options: RegistryOptions,
): Promise<string> {
  const url = `${repository.replace(/\/$/, "")}/index.yaml`;
  const answer = await request(url, options, { method: "GET" });
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`);
  const { entries } = chartIndex.parse(parse(await answer.text()));
  const entry = entries[chart]?.find((candidate) => candidate.version === version);
  if (entry?.digest === undefined) throw new Error(`${url} has no digest of ${chart} ${version}`);
  return `sha256:${entry.digest.replace(/^sha256:/, "")}`;
}

async function request(url: string, { fetch, timeoutMs }: RegistryOptions, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...init, signal: AbortSignal.timeout(timeoutMs) });
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : String(error);
    throw new Error(`${new URL(url).origin} can't be reached: ${cause}`, { cause: error });
  }
}
