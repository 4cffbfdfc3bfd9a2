import { at, expectValue, isAbsent, isList, itemsOf, violated, type Finding, type Place } from "../../read.ts";

/**
 * Built-in roles that hold everything, or that can give themselves any other.
 * https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/privileged
 */
const wide: Readonly<Record<string, string>> = {
  "8e3af657-a8ff-443c-a75c-2fe8c4bcb635": "Owner",
  "b24988ac-6180-42a0-ab88-20f7382dd24c": "Contributor",
  "18d7d88d-d35e-4fb5-a5c3-7773c20a72d9": "User Access Administrator",
  "f58310d9-a9f6-439a-9e8d-f62e7b41a168": "Role Based Access Control Administrator",
  "a8889054-8d42-49c9-bc1c-52486c10e7cd": "Reservations Administrator",
};

/** The findings where a role is a privileged one. Its id is read at the end, whatever subscription stands before. */
export function expectNarrowRole(definition: Place): readonly Finding[] {
  const id =
    typeof definition.value === "string"
      ? /\/roleDefinitions\/([0-9a-f-]{36})$/i.exec(definition.value)?.[1]
      : undefined;
  if (id === undefined) return expectValue(definition, "a role definition's id", () => false);
  const name = wide[id.toLowerCase()];
  return name === undefined ? [] : [violated(`${definition.path} is ${name}; it must be a role for one service`)];
}

/** The findings where a role of one's own allows everything, or to grant anything. */
export function expectNarrowPermissions(permissions: Place): readonly Finding[] {
  const { items, findings } = itemsOf(permissions);
  return [
    ...findings,
    ...items.flatMap((item) => {
      const actions = at(item, "actions");
      if (isAbsent(actions)) return [];
      return expectValue(
        actions,
        "actions that don't grant rights",
        (value) => isList(value) && value.every((action) => typeof action === "string" && !isWide(action)),
      );
    }),
  ];
}

function isWide(action: string): boolean {
  return (
    action === "*" ||
    /^\*\//.test(action) ||
    /^Microsoft\.Authorization\/(?:\*|roleAssignments\/(?:\*|write))/i.test(action)
  );
}
