// Brings a fresh clone to the point where the scripts of package.json can run: installs the locked packages when they
// are missing or older than the lockfile. Plain JavaScript without dependencies, since it runs before there are any,
// on whatever Node the machine carries.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = join(dirname(fileURLToPath(import.meta.url)), "..");
const stamp = join(root, "node_modules", ".cache", "landbridge-setup");
const wanted = createHash("sha256")
  .update(readFileSync(join(root, "package-lock.json")))
  .update(process.platform)
  .update(process.arch)
  .digest("hex");

if (!isInstalled()) {
  process.stderr.write("landbridge: installing the locked packages (npm ci); this takes about half a minute\n");
  const npm = spawnSync("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: ["ignore", "ignore", "inherit"],
    shell: process.platform === "win32",
  });
  if (npm.status !== 0) {
    process.stderr.write(
      "landbridge: npm ci did not finish; its own message is above. Run `npm ci` here and try again.\n",
    );
    process.exit(2);
  }
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function isInstalled() {
  return (
    existsSync(stamp) && readFileSync(stamp, "utf8") === wanted && existsSync(join(root, "node_modules", "node", "bin"))
  );
}
