import type { MongodbLogin } from "./mongodb.ts";

/** What is to be inside of a managed cluster. */
export interface MongodbSetupWish {
  readonly database: string;
  /** What a role can be given for: one database, or all of the cluster where its cloud knows nothing smaller. */
  readonly rolesOf: "database" | "cluster";
  readonly logins: readonly MongodbLogin[];
}

/** Files of a Job that sets up a cluster: a script for mongosh, and mongosh's settings. */
export type MongodbSetupFiles = Readonly<Record<"setup.js" | "mongosh.conf", string>>;

/** Where the Job finds its script, and one file with a password for each user, named like it. */
export const mongodbSetupFolders = { files: "/etc/landbridge/setup", passwords: "/etc/landbridge/passwords" } as const;

/** A role as MongoDB writes it. */
interface Role {
  readonly role: string;
  readonly db: string;
}

/**
 * Makes a user for each service that may read a database, or also write it. It can run any number of times. A user that is
 * no longer wished for is dropped; users that people made stay, since it remembers its own in the database `landbridge`.
 *
 * Users are in `admin`, where the services of all clouds keep them. No command but createUser, updateUser with a password
 * alone, dropUser and usersInfo is asked for: a user whose rights change is dropped and made again, since not every
 * service changes roles.
 * https://docs.aws.amazon.com/documentdb/latest/developerguide/role_based_access_control.html
 * https://learn.microsoft.com/azure/documentdb/secondary-users
 */
export function decideMongodbSetup(wish: MongodbSetupWish): MongodbSetupFiles {
  const users = wish.logins.map(({ name, access }) => ({ name, roles: decideRoles(wish, access) }));
  return {
    "setup.js": `const wanted = ${JSON.stringify(users)};\nconst passwords = ${JSON.stringify(mongodbSetupFolders.passwords)};\n${script}`,
    // It writes neither a log of its own nor home. https://www.mongodb.com/docs/mongodb-shell/reference/configure-shell-settings-global/
    "mongosh.conf": "mongosh:\n  enableTelemetry: false\n  disableLogging: true\n",
  };
}

/** https://www.mongodb.com/docs/manual/reference/built-in-roles/ */
function decideRoles({ database, rolesOf }: MongodbSetupWish, access: MongodbLogin["access"]): Role[] {
  if (rolesOf === "database") return [{ role: access === "read" ? "read" : "readWrite", db: database }];
  if (access === "read") return [{ role: "readAnyDatabase", db: "admin" }];
  // Azure takes the two together or not at all.
  return [
    { role: "clusterAdmin", db: "admin" },
    { role: "readWriteAnyDatabase", db: "admin" },
  ];
}

/**
 * Neither the admin's password nor the users' is an argument or printed: they are read from the environment and from
 * files. A failure is told by its code alone, since a server's message may repeat what it was sent.
 */
const script = `const fs = require("fs");
const env = process.env;
const secretOf = (name) => fs.readFileSync(passwords + "/" + name, "utf8").trim();

function setUp() {
  const credentials = encodeURIComponent(env.MONGODB_USER) + ":" + encodeURIComponent(env.MONGODB_PASSWORD);
  const options = env.MONGODB_OPTIONS + "&appName=landbridge-setup&serverSelectionTimeoutMS=20000";
  const uri = env.MONGODB_SCHEME + "://" + credentials + "@" + env.MONGODB_HOST + "/admin?" + options;
  const connection = new Mongo(uri);
  const admin = connection.getDB("admin");
  const mine = connection.getDB("landbridge").getCollection("logins");
  const textOf = (roles) => roles.map(({ role, db }) => role + "@" + db).sort().join(",");
  const rightsOf = () => new Map(run(admin, { usersInfo: 1 }).users.map(({ user, roles }) => [user, textOf(roles)]));

  let rights = rightsOf();
  for (const { name, roles } of wanted) {
    // First, so that a run that is cut off forgets nobody.
    mine.updateOne({ _id: name }, { $set: { rights: textOf(roles) } }, { upsert: true });
    if (rights.get(name) === textOf(roles)) {
      run(admin, { updateUser: name, pwd: secretOf(name) });
      print("kept " + name + ": " + textOf(roles));
      continue;
    }
    if (rights.has(name)) run(admin, { dropUser: name });
    run(admin, { createUser: name, pwd: secretOf(name), roles });
    print("made " + name + ": " + textOf(roles));
  }
  const names = wanted.map(({ name }) => name);
  for (const { _id: name } of mine.find().toArray()) {
    if (names.includes(name)) continue;
    if (rights.has(name)) run(admin, { dropUser: name });
    mine.deleteOne({ _id: name });
    print("dropped " + name);
  }
  rights = rightsOf();
  for (const { name, roles } of wanted) {
    if (rights.get(name) !== textOf(roles))
      throw new Error("user " + name + " has the rights " + (rights.get(name) ?? "none") + ", not " + textOf(roles));
  }
}

function run(database, command) {
  const [name] = Object.keys(command);
  try {
    const answer = database.runCommand(command);
    if (answer.ok) return answer;
    throw answer;
  } catch (problem) {
    throw new Error(name + " failed: " + (problem.codeName ?? problem.code ?? problem.name));
  }
}

try {
  setUp();
} catch (problem) {
  print("not set up: " + String(problem.message).replaceAll(encodeURIComponent(env.MONGODB_PASSWORD), "***"));
  process.exit(1);
}
`;
