import { spawn } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { copyFolders } from "./copy-scripts.ts";

/** A `sleep` with which who waits looks again soon; signs of life are as much rarer as they are, so that nobody seems dead on a busy machine. */
export const soon = '#!/bin/sh\nPATH=/usr/bin:/bin; [ "$1" != 10 ] || exec sleep 0.15; exec sleep 0.02\n';

/** A bucket of this rclone is a folder. What isn't there it reads and lists as nothing, without complaint, as the real one does. A verb fails if the variable `FAILS` names it. */
const rclone = (root: string) => `#!/bin/bash
set -e
at() { echo "${root}/bucket/\${1#bucket:}"; }
verb=$1; shift
[ "$verb" != "$FAILS" ] || exit 3
case $verb in
  rcat) mkdir -p "$(dirname "$(at "$1")")"; cat > "$(at "$1")" ;;
  moveto) mv "$(at "$1")" "$(at "$2")" ;;
  deletefile) rm "$(at "$1")" ;;
  delete) echo "$@" >> ${root}/deleted ;;
  lsf) [ -z "$OLD" ] || case "$*" in *--max-age*) exit 0 ;; esac; for last; do :; done; cd "$(at "$last")" 2> /dev/null || exit 0; ls -p | grep -v / || true ;;
  cat) [ ! -e "$(at "$1")" ] || cat "$(at "$1")" ;;
esac
`;

/** Programs by name, in a folder of their own, and pods that run by them. A container that still runs after `inVain` milliseconds waits in vain. */
export function copyBench(programs: (root: string) => Readonly<Record<string, string>>, inVain = 3000) {
  const root = mkdtempSync(join(tmpdir(), "copies-"));
  const bin = join(root, "bin");
  mkdirSync(bin);
  for (const [name, text] of Object.entries({ sleep: soon, rclone: rclone(root), ...programs(root) })) {
    writeFileSync(join(bin, name), text);
    chmodSync(join(bin, name), 0o755);
  }
  afterAll(() => {
    rmSync(root, { recursive: true });
  });
  return {
    root,
    /** Names of a store's copies. */
    held: (store: string) => {
      const folder = `${root}/bucket/copies/${store}`;
      return existsSync(folder) ? readdirSync(folder).filter((name) => name !== "parts") : [];
    },
    /** Runs the two containers of a pod beside each other, and says how each ended: `null` is one that waited in vain. `folder` is what they hand each other. */
    pod: async (
      files: Readonly<Record<string, string>>,
      variables: Readonly<Record<string, string>> = {},
      { killed, folder = mkdtempSync(join(root, "pod-")) }: { readonly killed?: Killed; readonly folder?: string } = {},
    ) => {
      const place = (text: string) =>
        text
          .replaceAll(`work=${copyFolders.work}`, `work=${folder}`)
          .replaceAll(`${copyFolders.data}/`, `${folder}/data/`)
          .replaceAll(copyFolders.files, folder);
      mkdirSync(`${folder}/data`, { recursive: true });
      for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), place(text));
      const env = { PATH: `${bin}:${process.env["PATH"] ?? ""}`, BUCKET_URL: "s3://copies", FAILS: "", OLD: "" };
      const scripts = Object.keys(files).filter((name) => name.endsWith(".sh"));
      const codes = scripts.map((name) => {
        const shell = name === "upload.sh" || name === "download.sh" ? "sh" : "bash";
        const until = killed?.script === name ? killed.once.map((file) => join(folder, file)) : undefined;
        return run(shell, join(folder, name), { ...env, ...variables }, inVain, until).then(
          (code) => [name, code] as const,
        );
      });
      return Object.fromEntries(await Promise.all(codes));
    },
  };
}

/** Which container is killed with all that runs in it, as one that takes too much memory is: as soon as there are these files. */
export interface Killed {
  readonly script: string;
  readonly once: readonly string[];
}

function run(
  shell: string,
  script: string,
  env: Readonly<Record<string, string>>,
  inVain: number,
  until?: readonly string[],
): Promise<number | null> {
  const child = spawn(shell, [script], { env, stdio: "ignore", detached: true });
  const kill = () => {
    if (child.pid !== undefined) process.kill(-child.pid, "SIGKILL");
  };
  const deadline = setTimeout(kill, inVain);
  const look = setInterval(() => {
    if (until?.every((file) => existsSync(file)) !== true) return;
    clearInterval(look);
    kill();
  }, 5);
  return new Promise((end) =>
    child.on("close", (code) => {
      clearTimeout(deadline);
      clearInterval(look);
      end(code);
    }),
  );
}
