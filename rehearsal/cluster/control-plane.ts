import { join } from "node:path";
import { stringify } from "yaml";

/** The arguments of each program, in a folder of their own and on loopback. Only the API server listens on a port. */
export function programArguments(folder: string, port: number) {
  const at = (name: string): string => join(folder, name);
  return {
    // What a member advertises must be a host and a port; nobody dials it, since there is one member and one client.
    etcd: [
      "--name=landbridge",
      `--data-dir=${at("etcd")}`,
      "--unsafe-no-fsync",
      "--log-level=warn",
      `--listen-client-urls=unix://${at("client.sock")}`,
      "--advertise-client-urls=unix://localhost:1",
      `--listen-peer-urls=unix://${at("peer.sock")}`,
      "--initial-advertise-peer-urls=unix://localhost:2",
      "--initial-cluster=landbridge=unix://localhost:2",
    ],
    // Admission is the default set, with Pod Security, quotas and limit ranges in it.
    // https://kubernetes.io/docs/reference/access-authn-authz/admission-controllers/
    "kube-apiserver": [
      `--etcd-servers=unix://${at("client.sock")}`,
      "--bind-address=127.0.0.1",
      "--advertise-address=127.0.0.1",
      `--secure-port=${port}`,
      // An address on loopback can't be an endpoint.
      "--endpoint-reconciler-type=none",
      `--cert-dir=${at("certificates")}`,
      `--token-auth-file=${at("tokens.csv")}`,
      "--authorization-mode=Node,RBAC",
      "--service-cluster-ip-range=10.96.0.0/16",
      "--allow-privileged=true",
      "--service-account-issuer=https://kubernetes.default.svc",
      `--service-account-key-file=${at("accounts.pub")}`,
      `--service-account-signing-key-file=${at("accounts.key")}`,
      "--profiling=false",
    ],
    "kube-controller-manager": [
      `--kubeconfig=${at("manager.kubeconfig")}`,
      "--secure-port=0",
      "--leader-elect=false",
      "--use-service-account-credentials=true",
      `--root-ca-file=${at("certificates/apiserver.crt")}`,
      `--service-account-private-key-file=${at("accounts.key")}`,
      "--kube-api-qps=300",
      "--kube-api-burst=600",
    ],
    "kube-scheduler": [
      `--kubeconfig=${at("scheduler.kubeconfig")}`,
      "--secure-port=0",
      "--leader-elect=false",
      "--kube-api-qps=300",
      "--kube-api-burst=600",
    ],
  } as const;
}

/** How a program reaches the API server of a folder. */
export function kubeconfigOf(folder: string, port: number, token: string): string {
  const name = "landbridge";
  return stringify({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      {
        name,
        cluster: {
          server: `https://127.0.0.1:${port}`,
          "certificate-authority": join(folder, "certificates", "apiserver.crt"),
        },
      },
    ],
    users: [{ name, user: { token } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    "current-context": name,
  });
}
