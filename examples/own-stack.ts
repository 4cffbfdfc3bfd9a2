// A stack of one's own: one domain of an environment, on a cluster that somebody else runs.
import { Provider as KubernetesProvider } from "@pulumi/kubernetes/provider.js";
import { Provider as RandomProvider } from "@pulumi/random/provider.js";
import { Provider as TlsProvider } from "@pulumi/tls/provider.js";
import { decideSurroundings } from "../components/kit/surroundings.ts";
import { Domain } from "../components/platform/domain.ts";
import { environmentFlows } from "../components/platform/environment-flows.ts";
import { DataStores } from "../components/data/data-stores.ts";
import { StoreAuthority } from "../components/data/store-authority.ts";
import { Namespace } from "../components/platform/namespace.ts";
import { OperatorCharts } from "../components/platform/operator-charts.ts";
import { loadPlatform } from "../stacks/load.ts";

export default function program(): void {
  const { environment } = loadPlatform("bitvelocity-local");
  const providers = [
    new KubernetesProvider("cluster", { kubeconfig: "~/.kube/config", context: "kind-landbridge" }),
    new RandomProvider("random"),
    new TlsProvider("tls"),
  ];
  const flows = environmentFlows(environment);
  const surroundings = decideSurroundings(
    environment,
    { zones: 1, storageClass: "" },
    { chartFolder: "", waitForStores: false },
  );

  const data = new Namespace(
    "shop-data",
    { namespace: "landbridge-data", surroundings, podSecurity: "restricted", flows, protect: false },
    { providers },
  );
  const operators = new OperatorCharts(
    "shop-operators",
    { kinds: ["postgres", "kafka"], certificates: true, surroundings, flows, watched: data },
    { providers },
  );
  const { authority } = new StoreAuthority(
    "shop-authority",
    { environment: "shop", surroundings, namespace: data.name, certificates: operators.certificatesReady },
    { providers },
  );
  const stores = new DataStores(
    "shop-stores",
    { environment, surroundings, namespace: data.name, operators: operators.ready, authority },
    { providers },
  );
  new Domain(
    "shop-commerce",
    {
      environment,
      domain: "commerce",
      surroundings,
      flows,
      registryHost: "ghcr.io/bitvelocity",
      stores: stores.access,
      secretValue: () => "nothing here asks for one",
    },
    { providers },
  );
}
