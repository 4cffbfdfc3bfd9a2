import type { Input } from "@pulumi/pulumi";
import { decideNodeChoice } from "../cluster/placement.ts";
import { meshOff, type Labels } from "../labels.ts";
import { quantities, volumeSize, type Capacity } from "../sizes.ts";
import type { Surroundings } from "../surroundings.ts";
import { podUser, restrictedContainer, restrictedPod } from "../workloads/pod-security.ts";
import type { ObjectLogin } from "./object-logins.ts";
import {
  deletionProbes,
  deletionScript,
  loginsFile,
  loginsHash,
  objectArguments,
  objectFolders,
} from "./object-server.ts";
import { objectLabels, objectPort, objectSizes, objectVolumeGiB } from "./objects-in-cluster.ts";

/** What the server's pod is made of. */
export interface ObjectPodParts {
  readonly logins: readonly ObjectLogin[];
  readonly images: { readonly server: string };
  /** Names of the Secrets with the certificate, and with the logins. */
  readonly secrets: { readonly tls: string; readonly logins: Input<string> };
  readonly labels: Labels;
  readonly surroundings: Surroundings;
}

/** Annotation by which the pod is made anew when its logins change. */
const loginsAnnotation = "landbridge.dev/logins";

/**
 * The pod with its volume: the server, and beside it what deletes by age. No budget guards it: one pod can't be spared, and on a laptop
 * there is nobody to wait for.
 */
export function decideObjectPods(parts: ObjectPodParts) {
  const { logins, secrets, labels, surroundings } = parts;
  const { storageClass } = surroundings;
  return {
    template: {
      metadata: { labels: { ...labels, ...meshOff }, annotations: { [loginsAnnotation]: loginsHash(logins) } },
      spec: {
        automountServiceAccountToken: false,
        enableServiceLinks: false,
        securityContext: restrictedPod(podUser),
        // It writes down what it holds in memory, and lets go of its volume.
        terminationGracePeriodSeconds: 60,
        ...decideNodeChoice("data", surroundings),
        containers: [serverOf(parts), deleterOf(parts)],
        volumes: [
          { name: "tls", secret: { secretName: secrets.tls, defaultMode: 0o440 } },
          {
            name: "logins",
            secret: {
              secretName: secrets.logins,
              defaultMode: 0o440,
              items: [{ key: loginsFile, path: loginsFile }],
            },
          },
          { name: "tmp", emptyDir: { sizeLimit: "256Mi" } },
          { name: "deleter-tmp", emptyDir: { sizeLimit: "64Mi" } },
        ],
      },
    },
    volumeClaimTemplates: [
      {
        // What can never change: a claim of a StatefulSet is as it was made.
        metadata: { name: "data", labels: objectLabels },
        spec: {
          accessModes: ["ReadWriteOnce"],
          ...(storageClass === "" ? {} : { storageClassName: storageClass }),
          resources: { requests: { storage: volumeSize(objectVolumeGiB) } },
        },
      },
    ],
  };
}

function serverOf({ images }: ObjectPodParts) {
  const { data, tls, logins, temporary } = objectFolders;
  // Answers anybody who asks, and says nothing else. https://github.com/seaweedfs/seaweedfs/wiki/Amazon-S3-API
  const asked = { httpGet: { path: "/healthz", port: "s3", scheme: "HTTPS" }, timeoutSeconds: 5 };
  return {
    name: "server",
    image: images.server,
    imagePullPolicy: "IfNotPresent",
    command: ["weed"],
    args: objectArguments(),
    // Below its limit, so that it tidies up before it is killed.
    env: [{ name: "GOMEMLIMIT", value: `${Math.round(objectSizes.server.memoryGiB * 1024 * 0.8)}MiB` }],
    ports: [{ name: "s3", containerPort: objectPort, protocol: "TCP" }],
    startupProbe: { ...asked, periodSeconds: 5, failureThreshold: 60 },
    readinessProbe: { ...asked, periodSeconds: 10, failureThreshold: 3 },
    livenessProbe: { ...asked, periodSeconds: 20, failureThreshold: 6 },
    resources: resourcesOf(objectSizes.server),
    securityContext: restrictedContainer(),
    volumeMounts: [
      { name: "data", mountPath: data },
      { name: "tls", mountPath: tls, readOnly: true },
      { name: "logins", mountPath: logins, readOnly: true },
      { name: "tmp", mountPath: temporary },
    ],
  };
}

function deleterOf({ images }: ObjectPodParts) {
  const begun = { exec: { command: deletionProbes.begun }, timeoutSeconds: 5 };
  const goesOn = { exec: { command: deletionProbes.goesOn }, timeoutSeconds: 5 };
  return {
    name: "deleter",
    image: images.server,
    imagePullPolicy: "IfNotPresent",
    command: ["/bin/sh", "-c", deletionScript],
    startupProbe: { ...begun, periodSeconds: 5, failureThreshold: 12 },
    readinessProbe: { ...begun, periodSeconds: 60, failureThreshold: 3 },
    livenessProbe: { ...goesOn, periodSeconds: 60, failureThreshold: 3 },
    resources: resourcesOf(objectSizes.deleter),
    securityContext: restrictedContainer(),
    volumeMounts: [{ name: "deleter-tmp", mountPath: objectFolders.temporary }],
  };
}

function resourcesOf(size: Capacity) {
  const { cpu, memory } = quantities(size);
  return {
    requests: { cpu, memory, "ephemeral-storage": "64Mi" },
    limits: { memory, "ephemeral-storage": "512Mi" },
  };
}
