import { createHash } from "node:crypto";

/** Java's own format of key stores, in its second version. https://github.com/openjdk/jdk/blob/master/src/java.base/share/classes/sun/security/provider/JavaKeyStore.java */
const [magic, version, trustedCertificate] = [0xfeedfeed, 2, 2] as const;

/** What Java mixes into a store's checksum, after its password. */
const salt = "Mighty Aphrodite";

const certificates = /-----BEGIN CERTIFICATE-----([\sA-Za-z0-9+/=]+)-----END CERTIFICATE-----/g;

/**
 * The certificates of a text in PEM as a file that Java trusts, in base64: Debezium's connectors for MySQL, MariaDB and MongoDB read no PEM. Certificates are no
 * secret, so that the store has no password. The same text gives the same file; one without certificates, as a plan has before the cloud says
 * which, gives a file that trusts nobody.
 */
export function trustStore(pem: string): string {
  const entries = [...pem.matchAll(certificates)].map(([, body = ""], index) =>
    entryOf(`authority-${index}`, Buffer.from(body.replaceAll(/\s/g, ""), "base64")),
  );
  const store = Buffer.concat([uint32(magic), uint32(version), uint32(entries.length), ...entries]);
  const checksum = createHash("sha1").update(salt, "utf8").update(store).digest();
  return Buffer.concat([store, checksum]).toString("base64");
}

/** A certificate that is trusted, as if it had come at the beginning of time. */
function entryOf(alias: string, certificate: Buffer): Buffer {
  const time = Buffer.alloc(8);
  return Buffer.concat([
    uint32(trustedCertificate),
    text(alias),
    time,
    text("X.509"),
    uint32(certificate.length),
    certificate,
  ]);
}

/** In ASCII, which Java's own UTF-8 writes alike. */
function text(value: string): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(value.length);
  return Buffer.concat([length, Buffer.from(value, "ascii")]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

/** Name of a captured store's file among those with authorities. */
export function trustStoreFile(from: string): string {
  return `${from}.jks`;
}
