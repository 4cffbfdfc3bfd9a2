/** Roles of one database, which nobody logs in with. No login is called like them: logins have a dash, names of databases have none. */
export interface PostgresRoles {
  readonly readers: string;
  readonly writers: string;
  /** Owns what we put into the database, and may do what services may: it looks after their tables. */
  readonly platform: string;
  /** Writes to the log of changes, and may do nothing else. */
  readonly recorder: string;
  /** Read that log. For people: no service is one of them. */
  readonly auditors: string;
}

/** The roles of a database. */
export function rolesOf(database: string): PostgresRoles {
  const role = (name: string): string => `${database}_${name}`;
  return {
    readers: role("readers"),
    writers: role("writers"),
    platform: role("platform"),
    recorder: role("recorder"),
    auditors: role("auditors"),
  };
}

/** A name, as SQL wants it. */
export function identifier(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A text, as SQL wants it. */
export function literal(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

/** Of roles, so that a statement reads well. */
export function quoted(roles: PostgresRoles): PostgresRoles {
  const { readers, writers, platform, recorder, auditors } = roles;
  return {
    readers: identifier(readers),
    writers: identifier(writers),
    platform: identifier(platform),
    recorder: identifier(recorder),
    auditors: identifier(auditors),
  };
}
