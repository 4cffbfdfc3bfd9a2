import { operationName, type KafkaUserDecision } from "./kafka-users.ts";

/** The login that sets the others' rights. No service's is called so: each has a dash. */
export const kafkaAdmin = "landbridge";

/** Files of a Job that sets the rights in a Kafka store of the cloud's. */
export type KafkaSetupFiles = Readonly<Record<"setup.sh" | "rights", string>>;

/** Where the Job finds its files. */
export const kafkaSetupFolder = "/etc/landbridge/setup";

/**
 * Gives each user the rights that it has in a store in the cluster, and takes away all others. A cloud that lets everybody
 * at what has no rights yet is closed by them: the administrator has all rights to every topic, group and transaction by
 * `*`, so that nothing is without. It can run any number of times.
 * https://docs.aws.amazon.com/msk/latest/developerguide/msk-acls.html
 */
export function decideKafkaSetup(users: readonly Pick<KafkaUserDecision, "name" | "acls">[]): KafkaSetupFiles {
  return { "setup.sh": script, rights: `${[...opening(users), ...closing].join("\n")}\n` };
}

const types = { topic: "TOPIC", group: "GROUP", transactionalId: "TRANSACTIONAL_ID", cluster: "CLUSTER" } as const;

/** One line for each right: type, pattern, name, principal, operation, as `kafka-acls.sh --list` writes them. */
function opening(users: readonly Pick<KafkaUserDecision, "name" | "acls">[]): string[] {
  return users.flatMap(({ name: user, acls }) =>
    acls.flatMap(({ resource, operations }) => {
      const pattern = resource.patternType === "prefix" ? "PREFIXED" : "LITERAL";
      return operations.map((operation) =>
        [types[resource.type], pattern, resource.name ?? "*", `User:${user}`, operationName(operation)].join(" "),
      );
    }),
  );
}

/** Last, so that nobody who has rights is shut out while they are being given. */
const closing = [
  `TOPIC LITERAL * User:${kafkaAdmin} ALL`,
  `GROUP LITERAL * User:${kafkaAdmin} ALL`,
  `TRANSACTIONAL_ID LITERAL * User:${kafkaAdmin} ALL`,
  `CLUSTER LITERAL kafka-cluster User:${kafkaAdmin} ALL`,
] as const;

/**
 * Compares the rights that are wished for with those that are there, and changes what differs: each change starts a Java
 * program, so that operations on one thing go together. Denials and rights by host are left alone: we make none.
 * https://kafka.apache.org/documentation/#security_authz_cli
 */
const script = String.raw`set -euo pipefail
umask 077
export PATH="$PATH:/opt/kafka/bin"
settings="$TMPDIR/client.properties"
cat > "$settings" <<END
security.protocol=SASL_SSL
sasl.mechanism=$MECHANISM
sasl.jaas.config=org.apache.kafka.common.security.scram.ScramLoginModule required username="$ADMIN_USER" password="${"$"}{ADMIN_PASSWORD}";
END

acls() { kafka-acls.sh --bootstrap-server "$BOOTSTRAP" --command-config "$settings" "$@"; }

# DESCRIBE_CONFIGS is listed, DescribeConfigs is taken.
pascal() {
  local word out=""
  local -a words
  IFS=_ read -ra words <<< "${"$"}{1,,}"
  for word in "${"$"}{words[@]}"; do out+="${"$"}{word^}"; done
  printf '%s' "$out"
}

# change VERB TYPE PATTERN NAME PRINCIPAL OPERATION...
change() {
  local verb="$1" type="$2" pattern="$3" name="$4" principal="$5" operation
  shift 5
  local arguments=("$verb" --force --allow-principal "$principal")
  for operation in "$@"; do arguments+=(--operation "$(pascal "$operation")"); done
  case "$type" in
    TOPIC) arguments+=(--topic "$name") ;;
    GROUP) arguments+=(--group "$name") ;;
    TRANSACTIONAL_ID) arguments+=(--transactional-id "$name") ;;
    CLUSTER) arguments+=(--cluster) ;;
    *) return 0 ;;
  esac
  echo "$verb $type $pattern $name $principal $*"
  acls "${"$"}{arguments[@]}" --resource-pattern-type "${"$"}{pattern,,}" > /dev/null
}

# Reads lines of rights; those of one principal to one thing are changed together.
change_all() {
  local verb="$1" type pattern name principal operation last="" operations=()
  while read -r type pattern name principal operation; do
    if [ "$type $pattern $name $principal" != "$last" ]; then
      if [ -n "$last" ]; then set -f; change "$verb" $last "${"$"}{operations[@]}" < /dev/null; set +f; fi
      last="$type $pattern $name $principal"
      operations=()
    fi
    operations+=("$operation")
  done
  if [ -n "$last" ]; then set -f; change "$verb" $last "${"$"}{operations[@]}" < /dev/null; set +f; fi
}

# Lines of the first file that the second has not, in their order.
without() {
  local line
  while IFS= read -r line; do grep -qxF -e "$line" "$2" || printf '%s\n' "$line"; done < "$1"
}

acls --list > "$TMPDIR/list"
type="" pattern="" name=""
resource='resourceType=([A-Z_]+), name=([^,]+), patternType=([A-Z]+)'
right='principal=([^,]+), host=\*, operation=([A-Z_]+), permissionType=ALLOW'
while IFS= read -r line; do
  if [[ $line =~ $resource ]]; then
    type="${"$"}{BASH_REMATCH[1]}" name="${"$"}{BASH_REMATCH[2]}" pattern="${"$"}{BASH_REMATCH[3]}"
  elif [[ $line =~ $right ]]; then
    printf '%s\n' "$type $pattern $name ${"$"}{BASH_REMATCH[1]} ${"$"}{BASH_REMATCH[2]}"
  fi
done < "$TMPDIR/list" > "$TMPDIR/there"

without "$FILES/rights" "$TMPDIR/there" > "$TMPDIR/missing"
without "$TMPDIR/there" "$FILES/rights" > "$TMPDIR/extra"
change_all --add < "$TMPDIR/missing"
change_all --remove < "$TMPDIR/extra"
`;
