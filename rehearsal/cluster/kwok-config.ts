import { stringify } from "yaml";

const node = { apiGroup: "v1", kind: "Node" };
const pod = { apiGroup: "v1", kind: "Pod" };
const isReady = '.status.conditions.[] | select( .type == "Ready" ) | .status';

/** How simulated nodes and pods come about: what kwok reads at its start. https://kwok.sigs.k8s.io/docs/user/stages-configuration/ */
export function renderKwokConfig(): string {
  return [options(), nodeIsReady(), podIsReady(), podOfJobCompletes(), podGoesAway(), balancerHasAddress()]
    .map((document) => stringify(document))
    .join("---\n");
}

// Numbers that kwok would take as zero where they are missing: nothing would ever be played then.
function options(): object {
  return {
    apiVersion: "config.kwok.x-k8s.io/v1alpha1",
    kind: "KwokConfiguration",
    options: {
      enableCRDs: [],
      manageAllNodes: true,
      nodeIP: "127.0.0.1",
      cidr: "10.244.0.0/16",
      nodeLeaseDurationSeconds: 40,
      nodeLeaseParallelism: 4,
      nodePlayStageParallelism: 4,
      podPlayStageParallelism: 4,
      podsOnNodeSyncParallelism: 4,
    },
  };
}

function stage(name: string, resourceRef: object, matchExpressions: readonly object[], next: object): object {
  return {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "Stage",
    metadata: { name },
    spec: { resourceRef, selector: { matchExpressions }, next },
  };
}

const lives = { key: ".metadata.deletionTimestamp", operator: "DoesNotExist" };

function nodeIsReady(): object {
  const template = `
{{ $now := Now }}
phase: Running
conditions:
{{ range NodeConditions }}
- type: {{ .type | Quote }}
  status: {{ .status | Quote }}
  reason: {{ .reason | Quote }}
  message: {{ .message | Quote }}
  lastHeartbeatTime: {{ $now | Quote }}
  lastTransitionTime: {{ $now | Quote }}
{{ end }}
`;
  return stage("node-is-ready", node, [{ key: isReady, operator: "NotIn", values: ["True"] }], {
    statusTemplate: template,
  });
}

function podIsReady(): object {
  const template = `
{{ $now := Now }}
phase: Running
startTime: {{ $now | Quote }}
conditions:
{{ range tuple "Initialized" "ContainersReady" "Ready" }}
- { type: {{ . }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
{{ range .spec.readinessGates }}
- { type: {{ .conditionType | Quote }}, status: "True", lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  started: true
  restartCount: 0
  state: { running: { startedAt: {{ $now | Quote }} } }
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs: [{ ip: {{ index . 0 | Quote }} }]
{{ end }}
`;
  const isWaiting = [
    { key: ".status.phase", operator: "In", values: ["Pending"] },
    { key: isReady, operator: "NotIn", values: ["True"] },
  ];
  return stage("pod-is-ready", pod, [lives, ...isWaiting], { statusTemplate: template });
}

function podOfJobCompletes(): object {
  const template = `
{{ $now := Now }}
phase: Succeeded
conditions:
{{ range tuple "ContainersReady" "Ready" }}
- { type: {{ . }}, status: "False", reason: PodCompleted, lastTransitionTime: {{ $now | Quote }} }
{{ end }}
containerStatuses:
{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: false
  restartCount: 0
  state: { terminated: { exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }} } }
{{ end }}
`;
  const isOfJob = [
    { key: ".status.phase", operator: "In", values: ["Running"] },
    { key: ".metadata.ownerReferences.[].kind", operator: "In", values: ["Job"] },
  ];
  return stage("pod-of-job-completes", pod, [lives, ...isOfJob], { statusTemplate: template });
}

function podGoesAway(): object {
  return stage("pod-goes-away", pod, [{ ...lives, operator: "Exists" }], { delete: true });
}

// An address for documentation (RFC 5737): nothing answers there.
function balancerHasAddress(): object {
  const isWaiting = [
    { key: ".spec.type", operator: "In", values: ["LoadBalancer"] },
    { key: ".status.loadBalancer.ingress.[].ip", operator: "DoesNotExist" },
  ];
  return stage("balancer-has-address", { apiGroup: "v1", kind: "Service" }, [lives, ...isWaiting], {
    statusTemplate: "loadBalancer: { ingress: [{ ip: 203.0.113.10 }] }\n",
  });
}
