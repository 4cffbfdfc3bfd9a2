/** Numeric user and group of our containers: above 10000, so that it is nobody's on the node. */
export const podUser = 10001;

/**
 * Security of a pod under the `restricted` Pod Security Standard.
 * https://kubernetes.io/docs/concepts/security/pod-security-standards/#restricted
 */
export function restrictedPod(user: number) {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: user,
    fsGroup: user,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  } as const;
}

/** Security of a container under the same standard, on a read-only root unless its program must write there. */
export function restrictedContainer({ readOnlyRootFilesystem = true } = {}) {
  return {
    allowPrivilegeEscalation: false,
    readOnlyRootFilesystem,
    runAsNonRoot: true,
    capabilities: { drop: ["ALL"] },
    seccompProfile: { type: "RuntimeDefault" },
  };
}
