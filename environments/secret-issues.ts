import type { Issue } from "../components/kit/errors.ts";
import { secretLook } from "./high-entropy.ts";
import { shortPath } from "./tree-of-yaml.ts";
import type { Path, Tree } from "./tree.ts";

/** Variables that hold a secret by their name; those that hold a secret's file or address end otherwise. */
const secretVariable = /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_KEY|ACCESS_KEY)$/;

/** Variables that hold a secret, or else its file, a switch or the name of a way to log in. */
const perhapsSecretVariable = /(?:^|_)(?:PASS|PWD|AUTH|CREDENTIALS?)$|^PGPASS/;
const noSecret =
  /^(?:~?(?:\/[A-Za-z][\w.-]*)+|true|false|yes|no|on|off|none|enabled|disabled|required|optional|include|omit|same-origin|basic|bearer|digest|ldap|oauth2?|oidc|saml|kerberos|jwt|iam|m?tls|plain|scram(?:-sha-(?:256|512))?)$/i;

/** An issue, without the value, for every text of a file that looks like a secret in the clear. */
export function secretIssues(tree: Tree, path: Path = []): Issue[] {
  switch (tree.kind) {
    case "map":
      return [...tree.entries].flatMap(([key, { node }]) => secretIssues(node, [...path, key]));
    case "list":
      return tree.items.flatMap((item, index) => secretIssues(item, [...path, index]));
    case "scalar": {
      const look = typeof tree.value === "string" ? (secretLook(tree.value) ?? nameLook(tree.value, path)) : undefined;
      if (look === undefined) return [];
      return [
        {
          ...tree.at,
          path: shortPath(path),
          value: "(hidden)",
          rule: `${look}, and secrets are never written in a file`,
          wayOut: wayOutAt(path),
        },
      ];
    }
    default:
      return tree satisfies never;
  }
}

function nameLook(value: string, path: Path): string | undefined {
  if (path.at(-2) !== "config" || value === "") return undefined;
  const name = String(path.at(-1));
  const isSecret = secretVariable.test(name) || (perhapsSecretVariable.test(name) && !noSecret.test(value));
  return isSecret ? "is a secret by its name" : undefined;
}

function wayOutAt(path: Path): string {
  const where = path.at(-2) === "config" ? `move ${String(path.at(-1)).slice(0, 60)} to secrets as ` : "write ";
  return `${where}{ secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file`;
}
