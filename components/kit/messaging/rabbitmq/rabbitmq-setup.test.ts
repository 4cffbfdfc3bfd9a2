import { spawnSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { decideRabbitmqSetup, rabbitmqAdmin } from "./rabbitmq-setup.ts";

const files = decideRabbitmqSetup({
  vhost: "jobs",
  queues: [{ name: "mails", deliveryLimit: 5, maxLength: 100, ackMinutes: 30 }],
  users: [
    { name: "billing-bill", configure: "^$", write: "^(?:mails)$", read: "^$" },
    { name: "billing-mail", configure: "^$", write: "^$", read: String.raw`^(?:mails|mails\.dead-letter)$` },
  ],
});

describe("what is made", () => {
  const things = files.things.trimEnd().split("\n");
  const indexOf = (beginning: string) => things.findIndex((line) => line.startsWith(`${beginning} `));

  it("begins with a virtual host that its administrator may enter", () => {
    expect(things.slice(0, 2)).toEqual([
      'PUT vhosts/jobs {"default_queue_type":"quorum"}',
      `PUT permissions/jobs/${rabbitmqAdmin} {"configure":".*","read":".*","write":".*"}`,
    ]);
  });

  it("is a durable quorum queue with an exchange of its own and dead letters, each after its policy", () => {
    for (const name of ["mails", "mails.dead-letter"]) {
      expect(things).toContain(
        `PUT queues/jobs/${name} {"arguments":{"x-queue-type":"quorum"},"auto_delete":false,"durable":true}`,
      );
      const order = [`PUT policies/jobs/${name}`, `PUT queues/jobs/${name}`, `POST bindings/jobs/e/${name}/q/${name}`];
      expect(order.map(indexOf)).toEqual(order.map(indexOf).toSorted((a, b) => a - b));
      expect(indexOf(`PUT exchanges/jobs/${name}`)).toBeGreaterThan(0);
      expect(order.map(indexOf)).not.toContain(-1);
    }
  });

  it("has no space in a body, by which the script would cut it", () => {
    for (const line of [...things, ...files.rights.trimEnd().split("\n")]) expect(line.split(" ")).toHaveLength(3);
  });
});

// The script runs as it is against a stand-in for curl, which answers as RabbitMQ's management API does.
describe("the script", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "rabbitmq-setup-"));
    for (const part of ["bin", "files", "passwords", "tmp"]) mkdirSync(join(folder, part));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "files", file), text);
    for (const login of ["billing-bill", "billing-mail"])
      writeFileSync(join(folder, "passwords", login), `hidden-of-${login}`);
    // Writes down its arguments and its body; what it answers stands in files named after the request.
    const program = `#!/bin/sh
method="" answer="" url="" rest="$*"
while [ $# -gt 0 ]; do
  case "$1" in
    --request) method=$2; shift ;;
    --output) answer=$2; shift ;;
    https://*) url=\${1#https://broker:443/api/} ;;
  esac
  shift
done
name=$(printf '%s' "$method $url" | tr '/? ' '___')
printf '%s %s\\n' "$method $url" "$(cat)" >> ${folder}/calls
printf '%s\\n' "$rest" >> ${folder}/arguments
if [ -f "${folder}/$name.fails" ]; then exit 7; fi
if [ -f "${folder}/$name" ]; then cat "${folder}/$name" > "$answer"; else printf '[]' > "$answer"; fi
cat "${folder}/$name.status" 2>/dev/null || printf 201
`;
    writeFileSync(join(folder, "bin", "curl"), program);
    chmodSync(join(folder, "bin", "curl"), 0o755);
    for (const file of ["calls", "arguments"]) writeFileSync(join(folder, file), "");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  const answers = (name: string, text: string, status = "200"): void => {
    writeFileSync(join(folder, name), text);
    writeFileSync(join(folder, `${name}.status`), status);
  };

  function runs(more: Readonly<Record<string, string>> = {}) {
    const { status, stdout, stderr } = spawnSync("sh", [join(folder, "files", "setup.sh")], {
      encoding: "utf8",
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        TMPDIR: join(folder, "tmp"),
        FILES: join(folder, "files"),
        PASSWORDS: join(folder, "passwords"),
        MANAGEMENT: "https://broker:443",
        VHOST: "jobs",
        ADMIN_USER: rabbitmqAdmin,
        ADMIN_PASSWORD: "hidden",
        ...more,
      },
    });
    const calls = readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
    return { status, said: stdout + stderr, calls };
  }

  const users = "GET_users_columns=name,tags";
  const queues = "GET_queues_jobs_columns=name";

  it("makes all things, then logins, then their rights", () => {
    const { status, said, calls } = runs();
    expect({ status, said }).toEqual({ status: 0, said: "" });
    const made = files.things.trimEnd().split("\n");
    expect(calls.slice(0, made.length)).toEqual(made);
    expect(calls.slice(made.length, made.length + 4)).toEqual([
      'PUT users/billing-bill {"password":"hidden-of-billing-bill","tags":"landbridge-service"}',
      'PUT users/billing-mail {"password":"hidden-of-billing-mail","tags":"landbridge-service"}',
      ...files.rights.trimEnd().split("\n"),
    ]);
  });

  it("has no password in an argument or in what it says, also when a login is refused", () => {
    answers("PUT_users_billing-bill", '{"error":"bad_request","reason":"hidden-of-billing-bill is no good"}', "400");
    const { status, said } = runs();
    expect({ status, said }).toEqual({ status: 1, said: "PUT users/billing-bill: 400 \n" });
    expect(readFileSync(join(folder, "arguments"), "utf8")).not.toContain("hidden");
  });

  it("speaks TLS and nothing else, and tries again", () => {
    runs();
    for (const line of readFileSync(join(folder, "arguments"), "utf8").split("\n").filter(Boolean)) {
      expect(line).toContain("--proto =https ");
      expect(line).toContain("--retry 5 ");
    }
  });

  it("trusts the authority that it is given, and without one those that the image knows", () => {
    const settings = () => readFileSync(join(folder, "tmp", "settings"), "utf8");
    runs();
    expect(settings()).not.toContain("cacert");
    runs({ AUTHORITY: "/etc/landbridge/authorities/jobs.pem" });
    expect(settings()).toContain('cacert = "/etc/landbridge/authorities/jobs.pem"\n');
  });

  it("leaves nothing behind that others in the pod can read", () => {
    runs();
    for (const file of ["answer", "settings"]) expect(statSync(join(folder, "tmp", file)).mode & 0o077).toBe(0);
  });

  it("deletes logins of its own that nobody wishes for, also the last one, and leaves all others", () => {
    answers(
      users,
      '[{"name":"landbridge","tags":["administrator"]},{"name":"billing-bill","tags":["landbridge-service"]},{"tags":[],"name":"person"},{"name":"billing-gone","tags":["landbridge-service"]}]',
    );
    const { status, said, calls } = runs();
    expect(status).toBe(0);
    expect(calls.filter((call) => call.startsWith("DELETE"))).toEqual(["DELETE users/billing-gone "]);
    expect(said).toBe("deletes login billing-gone, which nobody wishes for\n");
  });

  it("leaves a queue that nobody wishes for, and says so", () => {
    answers(queues, '[{"name":"mails"},{"name":"mails.dead-letter"},{"name":"old.one"}]');
    const { status, said, calls } = runs();
    expect(status).toBe(0);
    expect(said).toBe("leaves queue old.one, which nobody wishes for: delete it by hand when it is empty\n");
    expect(calls.filter((call) => call.startsWith("DELETE"))).toEqual([]);
  });

  it("fails for a queue that is there with other arguments, deletes nothing, and does the rest", () => {
    answers("PUT_queues_jobs_mails", `{"error":"bad_request","reason":"inequivalent arg 'x-queue-type'"}`, "400");
    const { status, said, calls } = runs();
    expect(status).toBe(1);
    expect(said).toContain(
      'PUT queues/jobs/mails: 400 {"error":"bad_request","reason":"inequivalent arg \'x-queue-type\'"}',
    );
    expect(said).toContain("nothing was deleted. Empty it, delete it by hand, then bring up again.");
    expect(calls.filter((call) => call.startsWith("DELETE"))).toEqual([]);
    expect(calls.some((call) => call.startsWith("PUT permissions/jobs/billing-mail "))).toBe(true);
  });

  it("fails at once where it may not log in", () => {
    answers("PUT_vhosts_jobs", '{"error":"not_authorized"}', "401");
    const { status, said, calls } = runs();
    expect(status).toBe(1);
    expect(said).toBe("PUT vhosts/jobs: 401 landbridge may not do this\n");
    expect(calls).toHaveLength(1);
  });

  it("fails at once where nobody answers", () => {
    writeFileSync(join(folder, "PUT_vhosts_jobs.fails"), "");
    const { status, said } = runs();
    expect(status).toBe(1);
    expect(said).toBe("PUT vhosts/jobs: no answer from https://broker:443\n");
  });

  it("fails where it can't see who is there", () => {
    answers(users, '{"error":"oops"}', "500");
    expect(runs()).toMatchObject({ status: 1, said: 'GET users: 500 {"error":"oops"}\n' });
  });
});
