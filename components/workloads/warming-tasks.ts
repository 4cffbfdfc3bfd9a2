import { CronJob } from "@pulumi/kubernetes/batch/v1/cronJob.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { ComponentResource, Input } from "@pulumi/pulumi";
import { imageReference } from "../../charts/catalogue.ts";
import type { ServiceWish } from "../../environments/schema/domains.ts";
import type { WarmingWish } from "../../environments/schema/services/warming.ts";
import type { Login, StoreAccess } from "../cloud.ts";
import { decideLabels } from "../kit/labels.ts";
import { quantities } from "../kit/sizes.ts";
import { variableName } from "../kit/workloads/bindings.ts";
import {
  decideMarks,
  decideWarmingSchedule,
  lookScript,
  markScript,
  warmingCommand,
  warmingFolder,
  warmingLogin,
  warmingPods,
  warmingTask,
} from "../kit/workloads/cache-warming.ts";
import { restrictedContainer } from "../kit/workloads/pod-security.ts";
import type { Variables } from "./bindings.ts";
import { taskSpec, type PodParts } from "./pod.ts";

/** By store: the login with which a service fills it. */
export type WarmingLogins = Readonly<Record<string, Login>>;

/** The logins with which a service fills stores. Throws where it has none, which a valid environment never does. */
export function warmingLoginsOf(
  {
    domain,
    service,
    wish,
  }: { readonly domain: string; readonly service: string; readonly wish: Pick<ServiceWish, "warms"> },
  stores: Readonly<Record<string, StoreAccess>>,
): WarmingLogins {
  return Object.fromEntries(
    Object.keys(wish.warms ?? {}).map((store): [string, Login] => {
      const access = stores[store];
      if (access?.kind !== "redis") throw new Error(`${service} fills ${store}, which is no Redis`);
      const login = access.logins[warmingLogin(domain, service)];
      if (login === undefined) throw new Error(`store ${store} has no login for ${domain}/${service}`);
      return [store, login];
    }),
  );
}

/** What a CronJob that fills stores is made of. */
export interface WarmingParts extends PodParts {
  readonly domain: string;
  readonly owner: string;
  readonly warming: WarmingLogins;
}

type Metadata = (object: string) => { name: string; namespace: Input<string>; labels: Record<string, string> };
type Inside = { readonly parent: ComponentResource };

/** For each store that a service fills: who looks every few minutes whether it is empty, and fills it then. */
export function createWarmingTasks(name: string, parts: WarmingParts, metadata: Metadata, opts: Inside): void {
  for (const [store, wish] of Object.entries(parts.wish.warms ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))) {
    const login = parts.warming[store];
    if (login === undefined) throw new Error(`store ${store} has no login to fill it by`);
    const object = warmingTask(parts.service, store);
    const role = `${name}-warm-${store}`;
    const password = variableName(store, "PASSWORD");
    const secret = new Secret(
      `${role}-login`,
      { metadata: metadata(object), type: "Opaque", stringData: { [password]: login.password } },
      opts,
    );
    const { deadlineSeconds, ...schedule } = decideWarmingSchedule(wish);
    const spec = podOf(store, wish, secret, { ...parts, variables: asWarmer(store, parts.variables, login) });
    const template = { metadata: { labels: labelsOf(parts) }, spec };
    const jobTemplate = { spec: { backoffLimit: 0, activeDeadlineSeconds: deadlineSeconds, template } };
    new CronJob(role, { metadata: metadata(object), spec: { ...schedule, jobTemplate } }, opts);
  }
}

/** What the service has, but for the login of the store that is filled. */
function asWarmer(store: string, { clear, secret, ...rest }: Variables, { user }: Login): Variables {
  const password = variableName(store, "PASSWORD");
  return {
    ...rest,
    clear: { ...clear, [variableName(store, "USER")]: user },
    secret: Object.fromEntries(Object.entries(secret).filter(([variable]) => variable !== password)),
  };
}

/** Of its own pods alone: what selects the servers must not find them. */
function labelsOf({ domain, service, surroundings, owner }: WarmingParts) {
  const subject = { name: service, component: "service", partOf: surroundings.system } as const;
  return { ...decideLabels(subject, { ...surroundings.tags, owner }), ...warmingPods(domain, service).labels };
}

/** One looks, then the service's own image fills where it has to, then one writes down that it did: each begins when the one before ended well. */
function podOf(store: string, wish: WarmingWish, secret: Secret, parts: WarmingParts) {
  const { containers, volumes, ...spec } = taskSpec(parts, "fill", warmingCommand(wish.command));
  const shared = { name: "warm", mountPath: warmingFolder };
  const variable = variableName(store, "PASSWORD");
  const password = { name: variable, valueFrom: { secretKeyRef: { name: secret.metadata.name, key: variable } } };
  const beside = (name: string, script: string) => besideOf(name, script, { store, wish, parts, password, shared });
  return {
    ...spec,
    initContainers: [
      beside("look", lookScript),
      ...containers.map((container) => ({
        ...container,
        env: [...container.env, password],
        volumeMounts: [...container.volumeMounts, { ...shared, readOnly: true }],
      })),
    ],
    containers: [beside("mark", markScript)],
    volumes: [...volumes, { name: "warm", emptyDir: { medium: "Memory", sizeLimit: "4Mi" } }],
  };
}

/** What asks the store itself: it is given where it is, and nothing else of what the service has. */
function besideOf(
  name: string,
  script: string,
  {
    store,
    wish,
    parts,
    password,
    shared,
  }: {
    readonly store: string;
    readonly wish: WarmingWish;
    readonly parts: WarmingParts;
    readonly password: { readonly valueFrom: object };
    readonly shared: { readonly name: string; readonly mountPath: string };
  },
) {
  const { authorities, surroundings, variables } = parts;
  const { cpu, memory } = quantities({ cpu: 0.025, memoryGiB: 0.0625 });
  const told = ["HOST", "PORT", "USER", "CA_FILE", "SENTINELS", "MASTER"].flatMap((part) => {
    const value = variables.clear[variableName(store, part)];
    return value === undefined ? [] : [{ name: `STORE_${part}`, value }];
  });
  const trusted = taskSpec(parts, name, []).containers.flatMap(({ volumeMounts }) =>
    volumeMounts.filter((mount) => authorities !== undefined && mount.name === "authorities"),
  );
  return {
    name,
    image: imageReference("valkey", surroundings.mirrors),
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", "-c", script],
    env: [...told, { ...password, name: "STORE_PASSWORD" }, { name: "MARKS", value: decideMarks(wish.keys).join(" ") }],
    resources: { requests: { cpu, memory }, limits: { memory } },
    securityContext: restrictedContainer(),
    volumeMounts: [shared, ...trusted],
  };
}
