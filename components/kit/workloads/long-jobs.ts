/**
 * Annotations of pods that work for hours and begin anew when they are moved: what makes or takes away nodes leaves them where they are. Both are read by
 * programs that run at any cloud; a node that has to go still goes.
 * https://karpenter.sh/docs/concepts/disruption/#pod-level-controls
 * https://github.com/kubernetes/autoscaler/blob/master/cluster-autoscaler/FAQ.md#what-types-of-pods-can-prevent-ca-from-removing-a-node
 */
export const stayingPut = {
  "cluster-autoscaler.kubernetes.io/safe-to-evict": "false",
  "karpenter.sh/do-not-disrupt": "true",
} as const;

/**
 * `podFailurePolicy` of a Job whose pods end once (`restartPolicy: Never`): one that was moved away didn't fail, and is no try.
 * https://kubernetes.io/docs/concepts/workloads/controllers/job/#pod-failure-policy
 */
export const movedIsNoFailure = {
  rules: [{ action: "Ignore", onPodConditions: [{ type: "DisruptionTarget", status: "True" }] }],
};
