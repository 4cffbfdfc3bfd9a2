import { agreedLeader, askSentinel } from "./redis-sentinel-scripts.ts";
import { redisSetupHead } from "./redis-setup.ts";

/** Files of the Job that waits for servers and sentinels. */
export type SentinelSetupFiles = Readonly<Record<"setup.sh" | "members" | "mark" | "sentinels-mark", string>>;

/** Waits until every server and sentinel knows its users, sentinels agree on who leads, and every follower has what its leader has. */
export function decideSentinelSetup(
  members: readonly string[],
  { mark, sentinelsMark }: { readonly mark: string; readonly sentinelsMark: string },
): SentinelSetupFiles {
  return {
    "setup.sh": script,
    members: members.map((member) => `${member}\n`).join(""),
    mark: `${mark}\n`,
    "sentinels-mark": `${sentinelsMark}\n`,
  };
}

const script = String.raw`${redisSetupHead}${askSentinel}${agreedLeader}
sentinel_knows() { (PORT="$SENTINEL_PORT"; ask "$1.$DOMAIN" acl users 2> /dev/null < /dev/null | grep -qxF "$(cat "$FILES/sentinels-mark")"); }
sentinel_is_well() { ask_sentinel "$1" ckquorum "$STORE" > /dev/null 2>&1; }
is_in_step() {
  case "$(ask "$1" info replication 2> /dev/null < /dev/null)" in
    *role:slave*master_link_status:up*) return 0 ;;
    *role:master*) [ "$(leader)" = "$1" ] ;;
    *) return 1 ;;
  esac
}
until_each "doesn't know the users" knows_users
for pod in $SENTINELS; do
  tries=0
  until sentinel_knows "$pod" && sentinel_is_well "$pod"; do
    tries=$((tries + 1))
    if [ "$tries" -ge 120 ]; then echo "$pod: doesn't know the users, or too few others" >&2; exit 1; fi
    sleep 5
  done
done
until_each "isn't in step with its leader" is_in_step
`;
