import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { exampleEnvironment } from "../../../example-environment.fixture.ts";
import { decideKafkaSetup, kafkaAdmin } from "./kafka-setup.ts";
import { decideKafkaUsers } from "./kafka-users.ts";

const files = decideKafkaSetup(decideKafkaUsers(exampleEnvironment(), "events"));
const rights = files.rights.trimEnd().split("\n");

describe("the rights", () => {
  it("are those that a store in the cluster gives, one line each, and the administrator's at the end", () => {
    expect(rights).toContain("TOPIC LITERAL orders.created User:commerce-order WRITE");
    expect(rights).toContain("TOPIC LITERAL orders.created User:billing-settle READ");
    expect(rights).toContain("GROUP PREFIXED billing.settle. User:billing-settle READ");
    expect(rights).not.toContain("TOPIC LITERAL orders.created User:billing-settle WRITE");
    expect(rights.slice(-4)).toEqual([
      `TOPIC LITERAL * User:${kafkaAdmin} ALL`,
      `GROUP LITERAL * User:${kafkaAdmin} ALL`,
      `TRANSACTIONAL_ID LITERAL * User:${kafkaAdmin} ALL`,
      `CLUSTER LITERAL kafka-cluster User:${kafkaAdmin} ALL`,
    ]);
  });
});

// The script runs as it is against a stand-in for Kafka's program, which lists rights as Kafka's own does.
describe("the script", () => {
  let folder = "";

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "kafka-setup-"));
    for (const part of ["bin", "files", "tmp"]) mkdirSync(join(folder, part));
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, "files", file), text);
    const program = `#!/bin/bash
for argument in "$@"; do if [ "$argument" = --list ]; then cat ${folder}/list; exit 0; fi; done
shift 4
echo "$@" >> ${folder}/calls
`;
    writeFileSync(join(folder, "bin", "kafka-acls.sh"), program);
    chmodSync(join(folder, "bin", "kafka-acls.sh"), 0o755);
    writeFileSync(join(folder, "calls"), "");
  });

  afterEach(() => {
    rmSync(folder, { recursive: true });
  });

  function callsOn(listed: readonly string[]): string[] {
    writeFileSync(join(folder, "list"), listed.map(asKafkaLists).join("\n"));
    execFileSync("bash", [join(folder, "files", "setup.sh")], {
      env: {
        PATH: `${join(folder, "bin")}:${process.env["PATH"] ?? ""}`,
        TMPDIR: join(folder, "tmp"),
        FILES: join(folder, "files"),
        BOOTSTRAP: "broker:9096",
        MECHANISM: "SCRAM-SHA-512",
        ADMIN_USER: kafkaAdmin,
        ADMIN_PASSWORD: "hidden",
      },
    });
    return readFileSync(join(folder, "calls"), "utf8").split("\n").filter(Boolean);
  }

  function asKafkaLists(right: string): string {
    const [type, pattern, name, principal, operation] = right.split(" ");
    return [
      `Current ACLs for resource \`ResourcePattern(resourceType=${type}, name=${name}, patternType=${pattern})\`: `,
      ` \t(principal=${principal}, host=*, operation=${operation}, permissionType=ALLOW)`,
      "",
    ].join("\n");
  }

  it("gives all rights where there are none, those of a user to one thing together", () => {
    const calls = callsOn([]);
    expect(calls).toContain(
      "--add --force --allow-principal User:commerce-order --operation Describe --operation Write --topic orders.created --resource-pattern-type literal",
    );
    expect(calls).toContain(
      "--add --force --allow-principal User:billing-settle --operation Describe --operation Read --group billing.settle. --resource-pattern-type prefixed",
    );
    expect(calls.at(-4)).toBe(
      `--add --force --allow-principal User:${kafkaAdmin} --operation All --topic * --resource-pattern-type literal`,
    );
    expect(calls.at(-1)).toBe(
      `--add --force --allow-principal User:${kafkaAdmin} --operation All --cluster --resource-pattern-type literal`,
    );
  });

  it("changes nothing where all is as wished for", () => {
    expect(callsOn(rights)).toEqual([]);
  });

  it("takes away what nobody wishes for, and leaves the rest", () => {
    const gone = "TOPIC LITERAL orders.created User:commerce-gone DESCRIBE_CONFIGS";
    expect(callsOn([...rights, gone])).toEqual([
      "--remove --force --allow-principal User:commerce-gone --operation DescribeConfigs --topic orders.created --resource-pattern-type literal",
    ]);
  });

  it("gives back a single right that is missing", () => {
    const missing = "TOPIC LITERAL orders.created User:billing-settle READ";
    expect(callsOn(rights.filter((right) => right !== missing))).toEqual([
      "--add --force --allow-principal User:billing-settle --operation Read --topic orders.created --resource-pattern-type literal",
    ]);
  });

  it("logs in by SCRAM over TLS, with settings that nobody else can read", () => {
    callsOn(rights);
    const settings = readFileSync(join(folder, "tmp", "client.properties"), "utf8");
    expect(settings).toContain("security.protocol=SASL_SSL\nsasl.mechanism=SCRAM-SHA-512\n");
    expect(settings).toContain(`ScramLoginModule required username="${kafkaAdmin}" password="hidden";`);
  });
});
