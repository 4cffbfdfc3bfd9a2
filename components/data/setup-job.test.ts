import type { ComponentResourceOptions } from "@pulumi/pulumi";
import { expect, it } from "vitest";
import { Component } from "../kit/component.ts";
import { setupPods } from "../kit/network/flows/store-flows.ts";
import { custom, exampleSurroundings, objectAt, planComponents } from "../plan.fixture.ts";
import { createPassword } from "../secrets/password.ts";
import { createSetupJob, type SetupJobArgs } from "./setup-job.ts";

/** Somebody whose store is set up. */
class Setup extends Component {
  constructor(name: string, args: Partial<SetupJobArgs>, opts: ComponentResourceOptions) {
    super("landbridge:test:Setup", name, {}, opts);
    const job: SetupJobArgs = {
      store: "orders",
      dataClass: "personal",
      surroundings: exampleSurroundings(),
      namespace: "data",
      image: "example.org/tool:1.0.0",
      command: ["/bin/sh", "/files/setup.sh"],
      files: { "setup.sh": "exit 0" },
      folders: { files: "/files", passwords: "/passwords" },
      logins: ["commerce-order"],
      admin: { variable: "ADMIN_PASSWORD", password: createPassword("admin", {}) },
      variables: [{ name: "HOME", value: "/tmp" }],
      resources: { cpu: "50m", memory: "64Mi", scratch: ["16Mi", "64Mi"] },
      ...args,
    };
    createSetupJob(name, job, this);
    this.registerOutputs({});
  }
}

async function plan(args: Partial<SetupJobArgs> = {}) {
  const resources = await planComponents((opts) => {
    new Setup("shop-orders", args, opts);
  });
  return { resources, job: custom(resources, "shop-orders-job") };
}

const podOf = async (args: Partial<SetupJobArgs> = {}) => objectAt((await plan(args)).job, "spec", "template", "spec");

it("is made again by the next up when it failed, instead of being waited for", async () => {
  const { job } = await plan();
  expect(objectAt(job, "metadata", "annotations")).toMatchObject({ "pulumi.com/replaceUnready": "true" });
});

it("has the pods that flows let out, with no token and no way to become more", async () => {
  const { job } = await plan();
  expect(objectAt(job, "spec", "template", "metadata", "labels")).toMatchObject(setupPods("orders").labels);
  expect(objectAt(job, "spec", "template", "spec")).toMatchObject({
    automountServiceAccountToken: false,
    restartPolicy: "Never",
    securityContext: { runAsNonRoot: true },
  });
});

it("mounts no passwords where there are no logins, since no items would mean all", async () => {
  expect(JSON.stringify(await podOf({ logins: [] }))).not.toContain('"secretName"');
  expect(JSON.stringify(await podOf())).toContain('"items":[{"key":"commerce-order","path":"commerce-order"}]');
});

it("finds the administrator's password in a variable and in no file", async () => {
  const { resources } = await plan();
  const pod = JSON.stringify(await podOf());
  expect(pod).toMatch(/"name":"ADMIN_PASSWORD","valueFrom":\{"secretKeyRef":\{"key":"admin","name":"orders-setup"\}\}/);
  expect(pod).not.toContain('"path":"admin"');
  expect(JSON.stringify(custom(resources, "shop-orders-config").inputs)).not.toContain("RandomPassword");
});

it("has another name for other files or another image, and else the same", async () => {
  const nameOf = async (args: Partial<SetupJobArgs> = {}) => objectAt((await plan(args)).job, "metadata")["name"];
  const first = await nameOf();
  expect(await nameOf()).toBe(first);
  const others = [await nameOf({ files: { "setup.sh": "exit 1" } }), await nameOf({ image: "example.org/tool:2.0.0" })];
  expect(new Set([first, ...others]).size).toBe(3);
});
