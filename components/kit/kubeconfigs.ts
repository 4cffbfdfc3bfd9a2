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
