import type { Input } from "@pulumi/pulumi";
import { decideNodePreference } from "../../cluster/placement.ts";
import { namespaces } from "../../cluster/namespaces.ts";
import { meshOff, type Labels } from "../../labels.ts";
import { restoreTestPods } from "../../network/flows/trial-flows.ts";
import type { Surroundings } from "../../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../../workloads/pod-security.ts";
import { trialFolders } from "./restore-test-scripts.ts";
import { restoreTestName, trialName, trialRole } from "./restore-test.ts";

/** The images that a trial runs. */
export interface TrialImages {
  /** That of the store's servers: it has the clients, and what looks for damage. */
  readonly postgres: string;
  /** With a shell. */
  readonly curl: string;
}

/** What a trial's pod is put together from. */
export interface TrialParts {
  readonly store: string;
  readonly database: string;
  readonly images: TrialImages;
  /** The Secret that has who signed the servers' certificates, as `ca.crt`. */
  readonly certificate: string;
  readonly account: Input<string>;
  /** The ConfigMap with the scripts. */
  readonly files: Input<string>;
}

const authority = "/landbridge/authority";

/**
 * The pod of a trial. Its containers run one after another: those that speak to databases have their password and no token, those that
 * speak to the API server a token and no password.
 */
export function decideTrialPod(parts: TrialParts, labels: Labels, surroundings: Surroundings) {
  const { store, images, certificate, account, files } = parts;
  const ask = (name: string) => container(name, images.curl, apiVariables(store), [apiMount]);
  const look = (name: string, mode: "verify-ca" | "verify-full") =>
    container(name, images.postgres, clientVariables(parts, mode), [authorityMount]);
  const authorityItems = [{ key: "ca.crt", path: "ca.crt" }];
  return {
    metadata: { labels: { ...labels, ...restoreTestPods(store).labels, ...meshOff } },
    spec: {
      restartPolicy: "Never",
      serviceAccountName: account,
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      securityContext: restrictedPod(podUser),
      ...decideNodePreference("general", surroundings),
      // No certificate knows the restored server's name, but all are of our authority.
      initContainers: [look("mark", "verify-full"), ask("restore"), look("check", "verify-ca")],
      containers: [ask("finish")],
      volumes: [
        { name: "files", configMap: { name: files } },
        { name: "notes", emptyDir: { sizeLimit: "64Mi" } },
        { name: "authority", secret: { secretName: certificate, defaultMode: 0o440, items: authorityItems } },
        { name: "api", projected: { defaultMode: 0o440, sources: [tokenSource, rootSource] } },
      ],
    },
  };
}

/** Its life is the shortest that there is; the kubelet writes a new one in time. */
const tokenSource = { serviceAccountToken: { path: "token", expirationSeconds: 3600 } };
/** https://kubernetes.io/docs/concepts/storage/projected-volumes/ */
const rootSource = { configMap: { name: "kube-root-ca.crt", items: [{ key: "ca.crt", path: "ca.crt" }] } };

const apiMount = { name: "api", mountPath: trialFolders.api, readOnly: true };
const authorityMount = { name: "authority", mountPath: authority, readOnly: true };

interface Variable {
  readonly name: string;
  readonly value?: string;
  readonly valueFrom?:
    | { readonly fieldRef: { readonly fieldPath: string } }
    | { readonly secretKeyRef: { readonly name: string; readonly key: string } };
}

function container(
  name: string,
  image: string,
  env: readonly Variable[],
  mounts: readonly { name: string; mountPath: string; readOnly: boolean }[],
) {
  return {
    name,
    image,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", `${trialFolders.files}/${name}.sh`],
    env: [...env],
    resources: {
      requests: { cpu: "50m", memory: "128Mi", "ephemeral-storage": "64Mi" },
      limits: { memory: "128Mi", "ephemeral-storage": "128Mi" },
    },
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: "files", mountPath: trialFolders.files, readOnly: true },
      { name: "notes", mountPath: trialFolders.notes },
      ...mounts,
    ],
  };
}

const fieldOf = (fieldPath: string) => ({ fieldRef: { fieldPath } });

function apiVariables(store: string): Variable[] {
  return [
    { name: "API", value: "https://kubernetes.default.svc" },
    { name: "API_FILES", value: trialFolders.api },
    { name: "FILES", value: trialFolders.files },
    { name: "HOME", value: "/tmp" },
    { name: "JOB", valueFrom: fieldOf("metadata.labels['batch.kubernetes.io/job-name']") },
    { name: "JOB_UID", valueFrom: fieldOf("metadata.labels['batch.kubernetes.io/controller-uid']") },
    { name: "NAMESPACE", value: namespaces.data },
    { name: "NOTES", value: trialFolders.notes },
    { name: "TRIAL", value: trialName(store) },
  ];
}

/** https://www.postgresql.org/docs/current/libpq-envars.html */
function clientVariables({ store, database }: TrialParts, mode: "verify-ca" | "verify-full"): Variable[] {
  return [
    { name: "DATABASE", value: database },
    { name: "HOME", value: "/tmp" },
    { name: "LIVE", value: `${store}-rw.${namespaces.data}.svc` },
    { name: "NOTES", value: trialFolders.notes },
    { name: "PGAPPNAME", value: "landbridge-restore-test" },
    { name: "PGCONNECT_TIMEOUT", value: "10" },
    { name: "PGPASSWORD", valueFrom: { secretKeyRef: { name: restoreTestName(store), key: "password" } } },
    { name: "PGREQUIREAUTH", value: "scram-sha-256" },
    { name: "PGSSLMODE", value: mode },
    { name: "PGSSLROOTCERT", value: `${authority}/ca.crt` },
    { name: "PGUSER", value: trialRole },
    { name: "RESTORED", value: `${trialName(store)}-rw.${namespaces.data}.svc` },
  ];
}
