import type { Environment } from "../../../environments/schema/environment.ts";
import type { ServiceWish } from "../../../environments/schema/domains.ts";
import type { WarmingWish } from "../../../environments/schema/services/warming.ts";
import { servicePods, type Pods } from "../network/flows/flow.ts";
import { sizes, type Capacity } from "../sizes.ts";

/** A login that may use the keys with one beginning alone. */
export interface WarmingLogin {
  readonly name: string;
  readonly access: "read-write";
  readonly keys: string;
}

/** By which a service fills a store: beside its own, and called as no service is. */
export function warmingLogin(domain: string, service: string): string {
  return `${domain}-${service}.warm`;
}

/** Who fills a store, in order of name. */
export function warmersOf({ domains }: Pick<Environment, "domains">, store: string): WarmingLogin[] {
  return Object.entries(domains)
    .flatMap(([domain, { services }]) =>
      Object.entries(services).flatMap(([service, { warms }]): WarmingLogin[] => {
        const wish = warms?.[store];
        if (wish === undefined) return [];
        return [{ name: warmingLogin(domain, service), access: "read-write", keys: wish.keys }];
      }),
    )
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** Name of the CronJob by which a service fills a store, in its domain's namespace. */
export function warmingTask(service: string, store: string): string {
  return `${service}-warm-${store}`;
}

/** Pods that fill a store. They are found by no Service and no autoscaler. */
export function warmingPods(domain: string, service: string): Pods {
  return servicePods(domain, `warm.${service}`);
}

/** What filling takes of a domain's quota: one pod of the service's size for each store. */
export function decideWarmingDemand({
  size,
  warms = {},
}: Pick<ServiceWish, "size" | "warms">): (Capacity & { readonly pods: number })[] {
  return Object.keys(warms).map(() => ({ ...sizes[size], pods: 1 }));
}

/** When it is looked whether a store is empty: never twice at once. What fails is done again by the next look. */
export function decideWarmingSchedule({ everyMinutes, deadlineMinutes }: WarmingWish) {
  return {
    schedule: everyMinutes === 60 ? "0 * * * *" : `*/${everyMinutes} * * * *`,
    timeZone: "Etc/UTC",
    concurrencyPolicy: "Forbid",
    startingDeadlineSeconds: 120,
    successfulJobsHistoryLimit: 1,
    failedJobsHistoryLimit: 3,
    deadlineSeconds: deadlineMinutes * 60,
  };
}

/** How many slots a cluster's keys fall into, and in how many parts of them a mark lies: each of 30 shards has more than one part's width. */
const slots = 16384;
const parts = 32;

/** The slot of a key, by what stands in its first braces. https://valkey.io/topics/cluster-spec/#key-distribution-model */
export function slotOf(text: string): number {
  let sum = 0;
  for (const byte of Buffer.from(text, "utf8")) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = ((sum & 0x8000) === 0 ? sum << 1 : (sum << 1) ^ 0x1021) & 0xffff;
  }
  return sum % slots;
}

/** Keys that say that a store was filled: one in each part of the slots, so that no shard can come back empty without it being seen. */
export function decideMarks(keys: string): string[] {
  const tags: (string | undefined)[] = Array.from({ length: parts });
  for (let tag = 0; tags.includes(undefined); tag++)
    tags[Math.floor((slotOf(String(tag)) * parts) / slots)] ??= String(tag);
  return tags.map((tag) => `${keys}landbridge:warm:{${tag ?? ""}}`);
}

/** Where the containers of a pod that fills tell each other what is so. */
export const warmingFolder = "/run/landbridge/warm";

const cli = String.raw`set -eu
VALKEYCLI_AUTH="$STORE_PASSWORD"; export VALKEYCLI_AUTH
cli() { timeout 60 valkey-cli --no-auth-warning --user "$STORE_USER" --tls ${"$"}{STORE_CA_FILE:+--cacert "$STORE_CA_FILE"} "$@"; }
place() {
  if [ -z "${"$"}{STORE_SENTINELS:-}" ]; then echo "-h $STORE_HOST -p $STORE_PORT"; return 0; fi
  for sentinel in $(echo "$STORE_SENTINELS" | tr , ' '); do
    found=$(cli -h "${"$"}{sentinel%:*}" -p "${"$"}{sentinel##*:}" sentinel get-master-addr-by-name "$STORE_MASTER" 2> /dev/null) || continue
    echo "$found" | awk 'NR == 1 { host = $0 } NR == 2 { print "-h " host " -p " $0 }'
    return 0
  done
}
all_ok() {
  cli -c $(place) > ${warmingFolder}/answers
  if [ "$(tr -d '\r' < ${warmingFolder}/answers | grep -cx OK)" = "$(echo "$MARKS" | wc -w)" ]; then return 0; fi
  tr -d '\r' < ${warmingFolder}/answers | grep -vxE 'OK|-> .*|' | sort | uniq -c | head -n 3 >&2
  return 1
}
`;

/**
 * Looks whether a store has to be filled: a mark is missing on a server that never dropped a key for want of room. Where keys were dropped the server is full
 * and not empty, and the mark may have gone with them. A client of a cluster stays with the server that it was sent to: it is the one asked what it dropped.
 * Before a store is filled it writes down that this began, beside each mark: who comes back empty before the end has lost that.
 */
export const lookScript = String.raw`${cli}
tries=0
until { for mark in $MARKS; do printf 'exists %s\ninfo stats\n' "$mark"; done; } | cli -c $(place) > ${warmingFolder}/answers 2>&1 &&
  [ "$(tr -d '\r' < ${warmingFolder}/answers | grep -cx '[01]')" = "$(echo "$MARKS" | wc -w)" ]; do
  tries=$((tries + 1))
  if [ "$tries" -ge 12 ]; then echo "the store doesn't answer: $(head -n 1 ${warmingFolder}/answers)" >&2; exit 1; fi
  sleep 5
done
state=$(tr -d '\r' < ${warmingFolder}/answers | awk '
  /^[01]$/ { there = $0; if (!there) gone = 1 }
  /^evicted_keys:/ { split($0, part, ":"); if (!there && part[2] == 0) cold = 1; there = 1 }
  END { print cold ? "cold" : gone ? "gone" : "warm" }')
if [ "$state" != warm ]; then
  for mark in $MARKS; do printf 'set %s:begun 1\n' "$mark"; done | all_ok
fi
rm -f ${warmingFolder}/answers
echo "$state"
: > "${warmingFolder}/$state"
`;

/**
 * Writes down that a store was filled, once it was: what was written before filling becomes the mark. Where that is gone, a shard was lost meanwhile, and with
 * it what had been filled: it gets no mark, and the next look begins anew.
 */
export const markScript = String.raw`${cli}
if [ -e ${warmingFolder}/warm ]; then exit 0; fi
for mark in $MARKS; do printf 'rename %s:begun %s\n' "$mark" "$mark"; done | all_ok
`;

/** Runs what fills a store where it is empty. */
export function warmingCommand(command: readonly string[]): string[] {
  return ["/bin/sh", "-c", `[ -e ${warmingFolder}/cold ] || exit 0; exec "$@"`, "warm", ...command];
}
