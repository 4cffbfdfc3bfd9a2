import { namespaces } from "../cluster/namespaces.ts";
import type { Alert } from "./alert.ts";
import type { Panel } from "./dashboard.ts";

/** What of any store is there, and where its data is. */
export interface Presence {
  /** What answers, e.g. `servers`. */
  readonly what: string;
  /** How many there are to be. */
  readonly count: number;
  /** An expression of how many answer; without a value where none does. */
  readonly answering: string;
  /** How many have to answer for the store to work; absent where one alone does. */
  readonly majority?: number;
}

/** What alerts of any store depend on. */
export interface CommonSubject {
  readonly store: string;
  readonly presence: readonly Presence[];
  /** A regular expression of the names of its volumes' claims. */
  readonly claims: string;
  /** Part of a volume that is to stay free. - behaviour: a tenth. */
  readonly free?: number;
  /** A regular expression of the names of its certificates. */
  readonly certificates: string;
}

/** More than half. */
export function majorityOf(count: number): number {
  return Math.floor(count / 2) + 1;
}

/** Where every server is one of `series`, and a number of each says that it is up. */
export function countUp(series: string): string {
  return `count(count by (pod) (up{${series}} == 1))`;
}

/** How many answer, zero where nobody does. */
function known(answering: string): string {
  return `(${answering} or vector(0))`;
}

/** What the Jobs of a store are called behind its name. */
const jobs = ["backup", "repair", "restore", "restore-test", "setup", "trial", "upkeep"] as const;

/** What can be wrong with any store: servers, volumes, certificates. */
export function commonAlerts({ store, presence, claims, free = 0.1, certificates }: CommonSubject): Alert[] {
  return [
    ...presence.flatMap(presenceAlerts),
    ...volumeAlerts(claims, free),
    {
      name: "StoreJobFailed",
      // https://github.com/kubernetes/kube-state-metrics/blob/main/docs/metrics/workload/job-metrics.md
      // The condition, not the count of pods: a Job that did better at its second try has a failed pod for ever.
      expr: `kube_job_failed{namespace="${namespaces.data}",job_name=~"${store}-(?:${jobs.join("|")})(?:-.+)?",condition="true"} > 0`,
      minutes: 15,
      severity: "warning",
      summary: "the Job {{ $labels.job_name }} failed",
      ask: "What sets the store up, copies it or tries its copies didn't end well: read the log of the Job's pod. A later one that does better doesn't silence this: delete the failed one.",
    },
    {
      name: "StoreCertificateNotRenewed",
      // cert-manager says itself when it wants to have renewed a certificate.
      expr: `time() - certmanager_certificate_renewal_timestamp_seconds{${certificatesOf(certificates)}} > 2 * 86400`,
      minutes: 30,
      severity: "warning",
      summary: "certificate {{ $labels.name }} should have been renewed two days ago",
      ask: "Look at the Certificate and its CertificateRequest in the stores' namespace, then at cert-manager's log. Clients fail when the certificate ends.",
    },
    {
      name: "StoreCertificateEnds",
      expr: `certmanager_certificate_expiration_timestamp_seconds{${certificatesOf(certificates)}} - time() < 7 * 86400`,
      minutes: 30,
      severity: "critical",
      summary: "certificate {{ $labels.name }} ends within a week",
      ask: "Renew it by hand with cmctl renew; if that fails, mend who signs (the Issuer in the stores' namespace) first.",
    },
  ];
}

function presenceAlerts({ what, count, answering, majority }: Presence): Alert[] {
  const down: Alert = {
    name: "StoreDown",
    part: what,
    expr: `${known(answering)} == 0`,
    minutes: 2,
    severity: "critical",
    summary: `none of its ${what} answers`,
    ask: "Look at its pods and their events, then at the operator's log. If the numbers alone are missing, look at the PodMonitor's target in Prometheus.",
  };
  const missing: Alert = {
    name: "StoreServersMissing",
    part: what,
    expr: `${known(answering)} < ${count}`,
    minutes: 15,
    severity: "warning",
    summary: `{{ $value }} of ${count} ${what} answer`,
    ask: "Look at pods that aren't ready and why: no room on nodes, a volume in a lost zone, a container that is killed for memory. A roll takes less than this for each.",
  };
  if (count === 1) return [down];
  if (majority === undefined || majority <= 1) return [down, missing];
  const lost: Alert = {
    name: "StoreMajorityLost",
    part: what,
    expr: `${known(answering)} < ${majority}`,
    minutes: 2,
    severity: "critical",
    summary: `{{ $value }} of ${count} ${what} answer, ${majority} have to`,
    ask: "Nothing is written until more are back. Bring pods back, zones and nodes first; never delete volumes to hurry.",
  };
  return [down, lost, missing];
}

/** The kubelet's numbers. https://kubernetes.io/docs/reference/instrumentation/metrics/ */
function volumeAlerts(claims: string, free: number): Alert[] {
  const selector = `{namespace="${namespaces.data}",persistentvolumeclaim=~"${claims}"}`;
  const available = `kubelet_volume_stats_available_bytes${selector}`;
  const share = `${available} / kubelet_volume_stats_capacity_bytes${selector}`;
  const ask =
    "Make storageGiB larger in the environment: volumes grow while they are used. Find what fills it besides.";
  return [
    {
      name: "StoreVolumeNearlyFull",
      expr: `${share} < ${free}`,
      minutes: 5,
      severity: "critical",
      summary: `less than ${Math.round(free * 100)} % of volume {{ $labels.persistentvolumeclaim }} is free`,
      ask,
    },
    {
      name: "StoreVolumeFillsUp",
      expr: `predict_linear(${available}[6h], 86400) < 0 and ${share} < ${free + 0.3}`,
      minutes: 60,
      severity: "warning",
      summary: "volume {{ $labels.persistentvolumeclaim }} will be full within a day if it goes on like this",
      ask,
    },
  ];
}

function certificatesOf(names: string): string {
  return `namespace="${namespaces.data}",name=~"${names}"`;
}

/** What is shown of any store. */
export function commonPanels({ presence, claims }: Pick<CommonSubject, "presence" | "claims">): Panel[] {
  const selector = `{namespace="${namespaces.data}",persistentvolumeclaim=~"${claims}"}`;
  return [
    {
      title: "Answering",
      unit: "short",
      queries: presence.map(({ what, answering }) => ({ expr: known(answering), legend: what })),
    },
    {
      title: "Volumes in use",
      unit: "percentunit",
      queries: [
        {
          expr: `1 - kubelet_volume_stats_available_bytes${selector} / kubelet_volume_stats_capacity_bytes${selector}`,
          legend: "{{persistentvolumeclaim}}",
        },
      ],
    },
  ];
}
