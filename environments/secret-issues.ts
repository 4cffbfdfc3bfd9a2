import type { Issue } from "../components/kit/errors.ts";
import { secretLook } from "./high-entropy.ts";
import { shortPath } from "./tree-of-yaml.ts";
import type { Path, Tree } from "./tree.ts";

/** Variables that hold a secret by their name; those that hold a secret's file or address end otherwise. */
const secretVariable = /(?:^|_)(?:PASSWORD|PASSWD|PASSPHRASE|SECRET|TOKEN|API_?KEY|PRIVATE_KEY|SECRET_KEY|ACCESS_KEY)$/;

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
  const isSecret = path.at(-2) === "config" && value !== "" && secretVariable.test(String(path.at(-1)));
  return isSecret ? "is a secret by its name" : undefined;
}

function wayOutAt(path: Path): string {
  const where = path.at(-2) === "config" ? `move ${String(path.at(-1)).slice(0, 60)} to secrets as ` : "write ";
  return `${where}{ secret: <name> }, keep the value in the stack's secrets, and change it: it was in a file`;
}
