/**
 * Lines of a shell that write a copy, from `tables` and one server of each shard in `of`. It is lines, each with a word first: what makes a table, as
 * base64; `made` when all of one kind are told; the statement that inserts a table's rows, and these in parts of known length; behind those of all shards, what
 * was `held`: how many rows went by, the sum of their hashes, and what asks a table for both; at last, `whole`. What makes rows of others' rows (`later`) comes
 * behind these. Rows are counted as they go by, since a table asked a second time may have others. Runs where the shell doesn't end by itself at what fails.
 */
export const emitting: readonly string[] = [
  "export work",
  'frames() { split --bytes=32M --filter=\'cat > "$work/part" && printf "data %s\\n" "$(stat --format=%s "$work/part")" && cat "$work/part"\' - || return 1; echo end; }',
  // Nothing at all goes by of a table without rows: there is no format to be read then.
  "counting() {",
  '  head -c 1 > "$work/first" || return 1',
  `  if [ -s "$work/first" ]; then cat "$work/first" - | clickhouse local --input-format Native --query "$1 FROM table"; else printf '0\\t0\\n'; fi`,
  "}",
  "rows_of() {",
  "  local select counter rows hashes",
  '  select=$(printf %s "$2" | base64 --decode) || return 1',
  '  rm -f "$work/passing"; mkfifo "$work/passing" || return 1',
  '  counting "$4" < "$work/passing" > "$work/counted" & counter=$!',
  '  echo "rows $1 $3"',
  '  echo "$select SETTINGS max_execution_time = 0, max_threads = 2 FORMAT Native" | run "${of[$1]}" | tee "$work/passing" | frames || return 1',
  '  wait "$counter" || return 1',
  '  read -r rows hashes < "$work/counted" || return 1',
  // Sums of hashes are numbers of 64 bits with a sign, and so are the shell's.
  "  held=$((held + rows)); sum=$((sum + hashes))",
  "}",
  "emit() {",
  "  local part shard later create select insert ask table held sum",
  '  echo "landbridge-clickhouse 2"',
  "  for part in 0 1; do",
  "    while IFS=$'\\t' read -r later create select insert ask table; do",
  '      if [ "$later" = "$part" ]; then echo "create $create"; fi',
  '    done < "$work/tables"',
  "    echo made",
  "    while IFS=$'\\t' read -r later create select insert ask table; do",
  '      if [ "$later" != "$part" ] || [ "$select" = - ]; then continue; fi',
  '      ask=$(printf %s "$ask" | base64 --decode) || return 1; table=$(printf %s "$table" | base64 --decode) || return 1',
  "      held=0; sum=0",
  '      for shard in "${!of[@]}"; do rows_of "$shard" "$select" "$insert" "$ask" || return 1; done',
  '      echo "held $held $sum $(printf "%s FROM %s" "$ask" "$table" | base64 --wrap=0)"',
  '    done < "$work/tables"',
  "  done",
  "  echo whole",
  "}",
];

/** What a definition may have been allowed at its time, and how rows come in just as they were: also those that are equal, and of many partitions. */
const allowed = [
  "allow_suspicious_codecs",
  "allow_suspicious_fixed_string_types",
  "allow_suspicious_indices",
  "allow_suspicious_low_cardinality_types",
  "allow_suspicious_primary_key",
  "allow_suspicious_ttl_expressions",
  "allow_suspicious_variant_types",
]
  .map((name) => `SET ${name} = 1;`)
  .join(" ");

const inserted = [
  "insert_allow_materialized_columns = 1",
  "insert_deduplicate = 0",
  "max_partitions_per_insert_block = 0",
  "min_insert_block_size_bytes = 67108864",
  "min_insert_block_size_rows = 262144",
  "optimize_on_insert = 0",
].join(", ");

/**
 * Lines of a shell that read a copy: `take` reads it from its standard input. What a definition needs may come behind it, so that all are tried until
 * none is left. `fit` changes a definition, `create` carries one out, `insert` a statement for the rows of a shard, and `check` is told how many rows of a table
 * were copied, the sum of their hashes, and the statement that asks for both, as base64. A copy of the first format says nothing of that.
 */
export const taking: readonly string[] = [
  'rm -rf "$work/make"; mkdir "$work/make"',
  "make_all() {",
  "  local file made",
  "  while :; do",
  "    made=no",
  '    for file in "$work/make"/*; do',
  '      if [ ! -e "$file" ]; then return 0; fi',
  `      if { echo "${allowed} SET flatten_nested = 0;"; cat "$file"; } | create > "$work/said" 2>&1; then rm "$file"; made=yes; fi`,
  "    done",
  '    if [ "$made" = no ]; then echo "a definition can\'t be carried out:" >&2; cat "$work/said" >&2; return 1; fi',
  "  done",
  "}",
  "parts() {",
  "  local word size",
  "  while read -r word size; do",
  '    case "$word" in data) head -c "$size" ;; end) return 0 ;; *) return 1 ;; esac',
  "  done",
  "  return 1",
  "}",
  "take() {",
  "  local word a b size number=0",
  "  read -r word a || true",
  '  if [ "${word:-} ${a:-}" != "landbridge-clickhouse 1" ] && [ "${word:-} ${a:-}" != "landbridge-clickhouse 2" ]; then echo "this is no copy" >&2; return 1; fi',
  "  while read -r word a b; do",
  '    case "$word" in',
  '      create) printf %s "$a" | base64 --decode | fit > "$work/make/$(printf %06d "$number")" || return 1; number=$((number + 1)) ;;',
  "      made) make_all < /dev/null || return 1 ;;",
  "      rows)",
  "        read -r word size || return 1",
  '        if [ "$word" = end ]; then continue; fi',
  `        { head -c "$size" && parts; } | insert "$a" "$(printf %s "$b" | base64 --decode) SETTINGS ${inserted} FORMAT Native" || return 1`,
  "        ;;",
  '      held) check "$a" "${b% *}" "${b#* }" < /dev/null || return 1 ;;',
  "      whole) return 0 ;;",
  '      *) echo "the copy is broken" >&2; return 1 ;;',
  "    esac",
  "  done",
  '  echo "the copy has no end" >&2',
  "  return 1",
  "}",
];
