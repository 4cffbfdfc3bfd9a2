import { CustomResource } from "@pulumi/kubernetes/apiextensions/customResource.js";
import type { CustomResourceOptions, Input, Output, Resource } from "@pulumi/pulumi";
import type { Labels } from "../kit/labels.ts";
import { decideCertificate, readAtStartAnnotation, type CertificateWish } from "../kit/network/certificate.ts";
import type { Surroundings } from "../kit/surroundings.ts";
import { untilReady } from "../kit/waiting.ts";

/** Who signs the certificates of an environment's own stores. */
export interface Authority {
  /** Name of the cert-manager Issuer in the stores' namespace; whoever takes it as an output waits for it. */
  readonly issuer: Input<string>;
  /** What clients have to trust, in PEM: one certificate or, while another takes over, more. */
  readonly certificate: Output<string>;
}

/** Whose certificate, and for which names. */
export interface StoreCertificateArgs extends Omit<CertificateWish, "commonName"> {
  readonly store: string;
  readonly namespace: Input<string>;
  readonly authority: Authority;
  readonly surroundings: Surroundings;
  readonly labels: Labels;
  /** What the Secret is labelled besides, e.g. for an operator that looks for it by a label. - behaviour: nothing. */
  readonly secretLabels?: Labels;
  /** What the Secret is annotated with, e.g. for an operator that is to look at it as soon as it is there. - behaviour: nothing. */
  readonly secretAnnotations?: Readonly<Record<string, string>>;
  /** What the certificate is for, where a store has more than one, e.g. `pooler`. - behaviour: `tls`. */
  readonly role?: string;
  /** Who shows it reads it when it starts and never again, so that it may live for more than a year. - behaviour: it is read as it comes. */
  readonly readAtStart?: true;
  /** Its common name, at most 64 characters. - behaviour: the store's name. */
  readonly commonName?: string;
}

/** A certificate and where it lies. */
export interface StoreCertificate {
  /** The Secret with `tls.crt`, `tls.key` and, of the authority, `ca.crt`. */
  readonly secretName: string;
  /** The certificate: depend on it. */
  readonly ready: Resource;
}

/**
 * A certificate by our authority for a store. cert-manager writes each new one into the same Secret; each store's component says
 * how its servers learn of it.
 */
export function createStoreCertificate(
  name: string,
  args: StoreCertificateArgs,
  opts: CustomResourceOptions,
): StoreCertificate {
  const { store, namespace, authority, role = "tls", commonName = store } = args;
  const secretName = `${store}-${role}`;
  const labels = { ...args.labels, ...args.secretLabels };
  const { annotations = {} } = untilReady(args.surroundings, "condition=Ready");
  const said = { ...annotations, ...(args.readAtStart === undefined ? {} : { [readAtStartAnnotation]: "true" }) };
  const ready = new CustomResource(
    `${name}-certificate-${role}`,
    {
      apiVersion: "cert-manager.io/v1",
      kind: "Certificate",
      metadata: {
        name: secretName,
        namespace,
        labels: args.labels,
        ...(Object.keys(said).length === 0 ? {} : { annotations: said }),
      },
      spec: {
        ...decideCertificate({ ...args, commonName }, { secretName, labels, annotations: args.secretAnnotations }),
        issuerRef: { group: "cert-manager.io", kind: "Issuer", name: authority.issuer },
      },
    },
    opts,
  );
  return { secretName, ready };
}
