/**
 * Types of resources that no rule names, and why there is nothing to judge in them by themselves. A type that is
 * neither here nor named by a rule breaks PK-GOV-011: a cloud without rules must not look like a cloud without mistakes.
 */
export const harmlessTypes: Readonly<Record<string, string>> = {
  "gcp:compute/network:Network": "An empty frame: what may enter and leave is judged at its subnets and firewalls.",
  "gcp:compute/router:Router": "Carries NAT for nodes and announces no routes of its own.",
  "gcp:compute/routerNat:RouterNat":
    "Lets nodes out and nobody in; that nodes have no addresses is judged at their pools.",
  "gcp:kms/cryptoKeyIAMMember:CryptoKeyIAMMember":
    "Lets a service of the cloud use one key. Rules judge the key itself, and grants on projects.",
  "gcp:kms/keyRing:KeyRing": "A name and a place for keys; the keys are judged.",
  "gcp:projects/service:Service": "Turns an API on; what is made through it is judged.",
  "gcp:projects/serviceIdentity:ServiceIdentity":
    "The cloud's own account of a service; what it may do is granted elsewhere.",
  "gcp:serviceaccount/account:Account": "An account without a key that may do nothing before it is granted something.",
  "gcp:servicenetworking/connection:Connection":
    "Joins the network of managed databases; their addresses are judged at them.",
  "gcp:sql/database:Database": "A name in a database server; the server is judged.",
  "gcp:sql/user:User": "A login of a database server; that no password is in clear is judged for every resource.",
  "kubernetes:apiextensions.k8s.io/v1:CustomResourceDefinition":
    "Defines a kind and runs nothing; PK-GOV-010 judges its order.",
  "kubernetes:core/v1:ConfigMap": "Runs nothing; that no secret is in it is judged for every resource.",
  "kubernetes:core/v1:LimitRange": "Can only tighten; that a namespace has one is judged at the namespace.",
  "kubernetes:core/v1:ResourceQuota": "Can only tighten; that a namespace has one is judged at the namespace.",
  "kubernetes:core/v1:Secret": "Runs nothing; that its values are marked as secret is judged for every resource.",
  "kubernetes:core/v1:ServiceAccount": "May do nothing by itself; its roles, and which pods use it, are judged.",
  "kubernetes:kafka.strimzi.io/v1:KafkaUser":
    "A login of a Kafka cluster, refused where no rule of its own allows; the cluster's listeners are judged.",
  "random:index/randomPassword:RandomPassword":
    "A value in the state, secret by its type; where it goes is judged there.",
};
