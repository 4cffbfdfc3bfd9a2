import { output, type ComponentResourceOptions, type Input, type Resource } from "@pulumi/pulumi";
import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { ConfigMap } from "@pulumi/kubernetes/core/v1/configMap.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import { imageReference } from "../../../charts/catalogue.ts";
import type { RedisWish } from "../../../environments/schema/stores.ts";
import type { RedisAccess } from "../../cloud.ts";
import { Component } from "../../kit/component.ts";
import { meshOff } from "../../kit/labels.ts";
import { contentHash } from "../../kit/names.ts";
import { namespaces } from "../../kit/cluster/namespaces.ts";
import { after } from "../../kit/outputs.ts";
import { ports } from "../../kit/network/ports.ts";
import { holdsData } from "../../kit/protection.ts";
import { decideRedis, decideRedisConfig } from "../../kit/databases/redis/redis.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createPassword } from "../../secrets/password.ts";
import { describeStore, type StoreMetadata } from "../store-metadata.ts";

/** Which Redis, and where. */
export interface RedisClusterArgs {
  readonly store: string;
  readonly wish: RedisWish;
  readonly surroundings: Surroundings;
  readonly namespace: Input<string>;
  /** The operator that makes it. */
  readonly operator: Resource;
}

/**
 * Redis in the cluster: shards, each with its followers, and one password for all services, so that `read` and
 * `read-write` aren't told apart. Connections are not encrypted: the operator's images don't start with certificates, see the
 * decisions in components/README.md. Who may connect at all is settled by network policies.
 * https://github.com/OT-CONTAINER-KIT/redis/pull/111
 */
export class RedisCluster extends Component {
  static readonly type = "landbridge:data:RedisCluster";
  readonly access: RedisAccess;

  constructor(name: string, args: RedisClusterArgs, opts: ComponentResourceOptions) {
    super(RedisCluster.type, name, { store: args.store, wish: args.wish }, opts);
    const { store, wish, surroundings } = args;
    const { labels, metadata } = describeStore(args, wish.dataClass);
    const { password, secret, reference } = createLogin(name, store, metadata, { parent: this });
    const { config, configMap } = createSettings(name, args, metadata, { parent: this });
    const identity = {
      name: store,
      image: imageReference("redis", surroundings.mirrors),
      port: ports.redis,
      secret: reference,
      configMap,
    };
    const cluster = new CustomResource(
      `${name}-cluster`,
      {
        apiVersion: "redis.redis.opstreelabs.in/v1beta2",
        kind: "RedisCluster",
        metadata: {
          ...metadata(store),
          // The operator copies them to the servers' pods.
          labels: { ...labels, ...meshOff },
          // Its status has no conditions.
          ...untilReady(surroundings, "jsonpath={.status.state}=Ready"),
        },
        spec: decideRedis(wish, identity, surroundings),
      },
      {
        parent: this,
        ...holdsData(surroundings.protect),
        dependsOn: [args.operator, secret, config],
        customTimeouts: { create: "20m", update: "40m" },
      },
    );
    this.access = {
      kind: "redis",
      endpoint: { host: after(cluster, `${store}-leader.${namespaces.data}.svc`), port: ports.redis },
      tls: false,
      login: { user: output("default"), password },
    };
    this.registerOutputs({ host: this.access.endpoint.host });
  }
}

type Inside = { readonly parent: Component };

function createLogin(name: string, store: string, metadata: StoreMetadata, opts: Inside) {
  const password = createPassword(`${name}-password`, opts);
  const reference = { name: `${store}-login`, key: "password" };
  const args = { metadata: metadata(reference.name), stringData: { [reference.key]: password } };
  return { password, reference, secret: new Secret(`${name}-secret`, args, opts) };
}

/** Named by their contents, so that a change of settings restarts the servers one after another. */
function createSettings(name: string, { store, wish }: RedisClusterArgs, metadata: StoreMetadata, opts: Inside) {
  const settings = decideRedisConfig(wish);
  const configMap = `${store}-config-${contentHash(settings)}`;
  const args = { metadata: metadata(configMap), immutable: true, data: { "redis-additional.conf": settings } };
  return { configMap, config: new ConfigMap(`${name}-config`, args, opts) };
}
