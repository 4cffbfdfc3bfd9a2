import { contentHash } from "../names.ts";
import { objectPort } from "./objects-in-cluster.ts";
import type { ObjectLogin } from "./object-logins.ts";

/** Where the server's container finds its files. */
export const objectFolders = {
  data: "/data",
  tls: "/etc/landbridge/tls",
  logins: "/etc/landbridge/logins",
  temporary: "/tmp",
} as const;

/** File with the server's logins. */
export const loginsFile = "logins.json";

/** The login that makes buckets. No identity is called so: each has a dash. */
export const objectAdmin = "landbridge";

/** Size of a file of the server's in MiB, and how many of them there may be: each bucket begins with some, and they grow with what is in them. */
const files = { sizeMiB: 256, most: 400 } as const;

/** Only the pod itself reaches what has no login: all parts of the server but the S3 API. */
const loopback = "127.0.0.1";

/** Port on which the server of the S3 API is told by the pod's own programs to delete what is due. No policy lets it in from elsewhere. */
const deletionPort = objectPort + 10_000;

/**
 * One process that is all of SeaweedFS, on one volume. Nothing speaks but the S3 API, by TLS, with the logins of the file; what would
 * tell its makers about the cluster is off.
 * https://github.com/seaweedfs/seaweedfs/wiki/Server-Startup-Options
 */
export function objectArguments(): string[] {
  const { data, tls, logins } = objectFolders;
  return [
    // Else it writes files of its own, until its place for temporary ones is full.
    "-logtostderr=true",
    "server",
    `-dir=${data}`,
    `-ip=${loopback}`,
    `-ip.bind=${loopback}`,
    "-master.telemetry=false",
    `-master.volumeSizeLimitMB=${files.sizeMiB}`,
    `-volume.max=${files.most}`,
    "-filer",
    "-filer.exposeDirectoryData=false",
    "-s3",
    "-s3.ip.bind=0.0.0.0",
    `-s3.port=${objectPort}`,
    `-s3.cert.file=${tls}/tls.crt`,
    `-s3.key.file=${tls}/tls.key`,
    `-s3.config=${logins}/${loginsFile}`,
    "-s3.iam=false",
    "-s3.autoCreateBucket=false",
    "-s3.allowDeleteBucketNotEmpty=false",
    "-s3.port.iceberg=0",
    "-s3.port.lance=0",
  ];
}

/**
 * Deletes what a bucket's rules say, every hour: the server alone does it for nobody. It begins again where the server isn't there yet,
 * or has gone. https://github.com/seaweedfs/seaweedfs/wiki/S3-Object-Lifecycle-Management
 */
export const deletionScript = `set -u
while true; do
  touch ${objectFolders.temporary}/begun
  echo 's3.lifecycle.run-shard -shards 0-15 -s3 ${loopback}:${deletionPort} -events 0 -runtime 5m' |
    weed -logtostderr=true shell -master=${loopback}:9333 -filer=${loopback}:8888 || true
  sleep 3600
done
`;

/** Whether that has begun, and whether it still goes on: it began anew within the last two hours. */
export const deletionProbes = {
  begun: ["/bin/sh", "-c", `[ -e ${objectFolders.temporary}/begun ]`],
  goesOn: ["/bin/sh", "-c", `[ -n "$(find ${objectFolders.temporary}/begun -mmin -120)" ]`],
};

/** The file of logins; a login's name is its access key. `S` is a text, or one that is only known later. */
export function decideLoginsFile<S>(logins: readonly ObjectLogin[], secretOf: (name: string) => S) {
  const identity = (name: string) => ({ name, credentials: [{ accessKey: name, secretKey: secretOf(name) }] });
  return {
    identities: [
      { ...identity(objectAdmin), actions: ["Admin"] },
      ...logins.map(({ name }) => ({ ...identity(name), actions: [], policyNames: [name] })),
    ],
    policies: logins.map(({ name, policy }) => ({ name, content: policy })),
  };
}

/** Changes with who may do what: the server reads its logins when it starts. */
export function loginsHash(logins: readonly ObjectLogin[]): string {
  return contentHash(logins);
}
