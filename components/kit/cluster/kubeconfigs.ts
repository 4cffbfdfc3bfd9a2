import { jsonStringify, type Input, type Output } from "@pulumi/pulumi";
import { parse } from "yaml";
import { z } from "zod";

/**
 * The certificate authority of the one cluster in a kubeconfig, both in base64. A text with `${`, which base64 can't have,
 * stands for a kubeconfig in a plan, and comes back as it is, so that it still says where the value will come from. Throws
 * for a kubeconfig without a certificate authority.
 */
export function certificateAuthorityIn(kubeconfig: string): string {
  if (kubeconfig.includes("${")) return kubeconfig;
  const document: unknown = parse(Buffer.from(kubeconfig, "base64").toString("utf8"));
  const { clusters } = kubeconfigShape.parse(document);
  return clusters[0].cluster["certificate-authority-data"];
}

const kubeconfigShape = z.object({
  clusters: z.tuple([z.object({ cluster: z.object({ "certificate-authority-data": z.string().min(1) }) })]),
});

/** What a kubeconfig points at. */
export interface ApiServer {
  /** With its scheme. */
  readonly server: Output<string>;
  /** In base64. Undefined where a public authority signed the server's certificate. */
  readonly certificateAuthority: Output<string | undefined>;
}

/** The program that gets a token for whoever runs it. */
export interface ExecPlugin {
  readonly command: string;
  readonly args?: readonly Input<string>[];
  /** How to get the program, for people who lack it. */
  readonly installHint: string;
  /** Whether the program is told of the cluster. */
  readonly provideClusterInfo: boolean;
}

/**
 * A kubeconfig with one context and no credential: a program on the machine asks for a token each time. Every cloud's
 * plugin speaks v1beta1. https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
 */
export function renderExecKubeconfig(
  context: string,
  { server, certificateAuthority }: ApiServer,
  { command, args, installHint, provideClusterInfo }: ExecPlugin,
): Output<string> {
  const exec = {
    apiVersion: "client.authentication.k8s.io/v1beta1",
    command,
    ...(args === undefined ? {} : { args }),
    installHint,
    interactiveMode: "Never",
    provideClusterInfo,
  };
  return jsonStringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": context,
    contexts: [{ name: context, context: { cluster: context, user: context } }],
    clusters: [{ name: context, cluster: { server, "certificate-authority-data": certificateAuthority } }],
    users: [{ name: context, user: { exec } }],
  });
}
