import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import { Secret } from "@pulumi/kubernetes/core/v1/secret.js";
import type { CustomResourceOptions, Input, Resource } from "@pulumi/pulumi";
import { decideCertificate, readAtStartAnnotation } from "../../kit/network/certificate.ts";
import { flinkPart } from "../../kit/workloads/flink/flink.ts";
import type { Labels } from "../../kit/labels.ts";
import type { Surroundings } from "../../kit/surroundings.ts";
import { untilReady } from "../../kit/waiting.ts";
import { createCertificateAuthority } from "../../secrets/certificate-authority.ts";

/** Whose certificate, and what it is made by. */
export interface FlinkCertificateArgs {
  readonly service: string;
  readonly domain: string;
  readonly namespace: Input<string>;
  readonly surroundings: Surroundings;
  readonly labels: Labels;
  /** The Secret with the password of its files, under `password`. */
  readonly password: Input<string>;
  /** What certificates are made by, ready. - behaviour: it is in the cluster already. */
  readonly certificates?: Resource | undefined;
}

/** Years go by before a JVM has to read another one, which it does at its start alone. */
const days = 730;

/**
 * The certificate of a Flink cluster's pods, as PEM and as files that JVMs read, by an authority that signs for this cluster alone: whoever shows
 * one is a member, and may submit programs. Depend on it.
 * https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.PKCS12Keystore
 */
export function createFlinkCertificate(
  name: string,
  args: FlinkCertificateArgs,
  opts: CustomResourceOptions,
): CustomResource {
  const { service, domain, namespace, surroundings, labels } = args;
  const metadata = (object: string) => ({ name: object, namespace, labels });
  const issuer = createIssuer(name, args, opts);
  const secretName = flinkPart(service, "tls");
  const host = `${flinkPart(service, "jobmanager")}.${domain}.svc`;
  return new CustomResource(
    `${name}-certificate`,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: {
        ...metadata(secretName),
        annotations: { ...untilReady(surroundings, "condition=Ready").annotations, [readAtStartAnnotation]: "true" },
      },
      spec: {
        ...decideCertificate({ hosts: [host], commonName: service, days }, { secretName, labels }),
        keystores: {
          pkcs12: {
            create: true,
            profile: "Modern2023",
            passwordSecretRef: { name: args.password, key: "password" },
          },
        },
        issuerRef: { group: "cert-manager.io", kind: "Issuer", name: issuer.metadata.name },
      },
    },
    { ...opts, dependsOn: made(args) },
  );
}

function made({ certificates }: FlinkCertificateArgs): Resource[] {
  return certificates === undefined ? [] : [certificates];
}

/** Who signs for the cluster, and for nobody else. */
function createIssuer(name: string, args: FlinkCertificateArgs, opts: CustomResourceOptions): CustomResource {
  const { service, domain, namespace, surroundings, labels } = args;
  const own = flinkPart(service, "authority");
  const metadata = (object: string) => ({ name: object, namespace, labels });
  const authority = createCertificateAuthority(
    `${name}-authority`,
    { commonName: `Flink ${domain} ${service}`.slice(0, 64), protect: false },
    opts,
  );
  const secret = new Secret(
    `${name}-authority-secret`,
    {
      metadata: metadata(own),
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": authority.certificate, "tls.key": authority.key },
    },
    opts,
  );
  return new CustomResource(
    `${name}-issuer`,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Issuer",
      metadata: { ...metadata(own), ...untilReady(surroundings, "condition=Ready") },
      spec: { ca: { secretName: secret.metadata.name } },
    },
    { ...opts, dependsOn: made(args) },
  );
}
