import { describe, expect, it } from "vitest";
import { local } from "./entry.ts";
import { localSettings } from "./settings.ts";

const isTaken = (settings: Readonly<Record<string, string>>): boolean =>
  localSettings.safeParse({ name: "local", context: "kind-landbridge", ...settings }).success;

describe("the settings of a cluster that exists", () => {
  it.each(["~/.kube/config", "~/.kube/kind.yaml", "~/.kube/k3d-landbridge_2"])(
    "take the kubeconfig %s",
    (kubeconfig) => {
      expect(isTaken({ kubeconfig })).toBe(true);
    },
  );

  it.each([
    '{"users":[{"name":"a","user":{"exec":{"command":"sh"}}}]}',
    "apiVersion: v1\nusers: []",
    "~/.kube/config\nusers: []",
    "~/.kube/config\n",
    "~/.kube/../.ssh/config",
    "~/.kube/..",
    "~/.kube/.hidden",
    "~/.kube/cache/config",
    "~/.kube/",
    "/proc/self/environ",
    "/dev/stdin",
    "environments/shop/kubeconfig",
    "./kubeconfig",
    "/home/user/.kube/config",
    "~/.kube/config; touch x",
    "~root/.kube/config",
    "",
  ])("refuse the kubeconfig %j", (kubeconfig) => {
    expect(isTaken({ kubeconfig })).toBe(false);
  });

  it("say where another path of a kubeconfig is given", () => {
    const { error } = localSettings.safeParse({ name: "local", context: "kind", kubeconfig: "/etc/kubeconfig" });
    expect(error?.issues.map(({ message }) => message)).toEqual([expect.stringContaining("landbridge:kubeconfig")]);
  });

  it.each(["kind-landbridge", "arn:aws:eks:eu-west-1:123456789012:cluster/shop", "shop/api-example:6443/user@x"])(
    "take the context %s",
    (context) => {
      expect(isTaken({ context })).toBe(true);
    },
  );

  it.each(["x; touch y #", "x$(id)", "x y", "x\ny", "`id`", "--token", "", "x".repeat(201), "x|y", "x'y", "x&y"])(
    "refuse the context %j",
    (context) => {
      expect(isTaken({ context })).toBe(false);
    },
  );

  it("make a command to paste", () => {
    const settings = localSettings.parse({ name: "local", context: "kind-landbridge" });
    expect(local.login(settings)).toEqual([
      {
        what: "a cluster under the context kind-landbridge",
        command: "kubectl --kubeconfig ~/.kube/config --context kind-landbridge get nodes",
      },
    ]);
  });
});
