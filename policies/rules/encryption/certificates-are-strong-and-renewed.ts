import { readAtStartAnnotation } from "../../../components/kit/network/certificate.ts";
import type { PlannedResource } from "../../../plan/planned-resource.ts";
import { judgedByType } from "../../by-type.ts";
import { goHours } from "../../facts/durations.ts";
import {
  at,
  expectNamed,
  expectValue,
  inputsOf,
  isAbsent,
  judged,
  textAt,
  violated,
  type Finding,
  type Place,
} from "../../read.ts";
import { levels, type Judgement, type ResourceRule } from "../../rule.ts";

/** Certificates have strong keys and an end before which they are renewed, by an authority that clients can know. */
export const certificatesAreStrongAndRenewed: ResourceRule = {
  id: "PK-ENC-015",
  name: "certificates-are-strong-and-renewed",
  says: "Certificates have strong keys and an end before which they are renewed, by an authority that clients can know.",
  why: "Whoever reckons or finds a key is the server until its certificate ends; and a certificate that ends unnoticed stops everything that verifies it.",
  fix: {
    kubernetes:
      "Set `spec.duration` of a Certificate to a year or less (ten for an authority, five with the annotation `landbridge.dev/read-at-start` where who shows it would have to restart for a new one), `renewBefore` to less than that, `privateKey.rotationPolicy: Always` and a key of ECDSA, Ed25519 or RSA with 2048 bits or more; name `issuerRef`. Give an Issuer `ca`, `acme` or `vault`, not `selfSigned`.",
    tls: "Set `algorithm: ECDSA` with `ecdsaCurve: P256` or above, ED25519, or RSA with 2048 bits or more; of a certificate `earlyRenewalHours`, and `validityPeriodHours` of a year or less (ten for an authority).",
  },
  severity: "high",
  pack: "security",
  levels: levels("advisory", "mandatory", "mandatory"),
  exemptible: true,
  compliance: ["SC-12", "SC-17", "CC6.1", "GDPR 32"],
  source: {
    kubernetes: "https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.CertificateSpec",
    tls: "https://www.pulumi.com/registry/packages/tls/api-docs/privatekey/",
  },
  ...judgedByType({
    "kubernetes:cert-manager.io/v1:Certificate": judgeCertificate,
    "kubernetes:cert-manager.io/v1:ClusterIssuer": judgeIssuer,
    "kubernetes:cert-manager.io/v1:Issuer": judgeIssuer,
    "tls:index/privateKey:PrivateKey": judgeKey,
    "tls:index/selfSignedCert:SelfSignedCert": judgeSelfSigned,
  }),
};

const hoursPerYear = 365 * 24;

/** Hours for which it may be valid: an authority's is known to many, and everything hangs on it. */
function mostHours(isAuthority: Place): number {
  return isAuthority.value === true ? 10 * hoursPerYear : hoursPerYear;
}

function judgeCertificate(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const [key, issuer, duration] = [at(spec, "privateKey"), at(spec, "issuerRef"), at(spec, "duration")];
  const most = isReadAtStart(resource) ? 5 * hoursPerYear : mostHours(at(spec, "isCA"));
  return judged(
    [
      ...strength(at(key, "algorithm"), at(key, "size"), { RSA: 2048, ECDSA: 256 }),
      // Always is the default of newer versions only.
      ...expectValue(at(key, "rotationPolicy"), "Always", (value) => value === "Always"),
      // 90 days, renewed after two thirds.
      ...expectValue(duration, `${most}h or less`, (value) => isWithin(goHours(value), most), "holds"),
      ...expectValue(
        at(spec, "renewBefore"),
        "more than nothing and less than the duration",
        (value) => isBefore(goHours(value), isAbsent(duration) ? 90 * 24 : goHours(duration.value)),
        "holds",
      ),
      ...expectNamed(at(issuer, "name"), "the name of an issuer"),
      ...expectValue(
        at(issuer, "kind"),
        "Issuer or ClusterIssuer",
        (value) => value === "Issuer" || value === "ClusterIssuer",
        "holds",
      ),
      ...expectValue(at(issuer, "group"), "cert-manager.io", (value) => value === "cert-manager.io", "holds"),
    ],
    "its key is strong, and it is renewed in time",
  );
}

/** Who shows it would have to restart for each new one, and all at once where nobody does and it ends. */
function isReadAtStart(resource: PlannedResource): boolean {
  return textAt(at(inputsOf(resource), "metadata", "annotations", readAtStartAnnotation)) === "true";
}

/** Sizes of keys from which on they are strong, by algorithm; a size that isn't said is strong. */
function strength(algorithm: Place, size: Place, least: Readonly<Record<"RSA" | "ECDSA", number>>): Finding[] {
  const known = isAbsent(algorithm) ? "RSA" : textAt(algorithm);
  const wanted = known === "RSA" || known === "ECDSA" ? least[known] : undefined;
  return [
    ...expectValue(
      algorithm,
      "RSA, ECDSA or Ed25519",
      (value) => value === "RSA" || value === "ECDSA" || value === "Ed25519",
      "holds",
    ),
    ...(wanted === undefined
      ? []
      : expectValue(size, `${wanted} or more`, (value) => typeof value === "number" && value >= wanted, "holds")),
  ];
}

function isWithin(hours: number | undefined, most: number): boolean {
  return hours !== undefined && hours > 0 && hours <= most;
}

/** Where nobody knows the end, any time before it will do. */
function isBefore(hours: number | undefined, end = Infinity): boolean {
  return hours !== undefined && hours > 0 && hours < end;
}

/** One that lets each certificate sign itself leaves clients nobody to trust. */
function judgeIssuer(resource: PlannedResource): Judgement {
  const spec = at(inputsOf(resource), "spec");
  const ways = [at(spec, "ca", "secretName"), at(spec, "acme", "server"), at(spec, "vault", "server")];
  const [first, ...others] = ways.filter((way) => !isAbsent(way));
  if (first === undefined || others.length > 0 || !isAbsent(at(spec, "selfSigned")))
    return judged([violated("spec must say one of ca, acme and vault")], "");
  return judged(expectNamed(first, "a name"), "it signs by an authority");
}

function judgeKey(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const algorithm = at(inputs, "algorithm");
  const known = ["RSA", "ECDSA", "ED25519"];
  const findings = expectValue(
    algorithm,
    known.join(", "),
    (value) => typeof value === "string" && known.includes(value),
  );
  return judged([...findings, ...sizeOfKey(textAt(algorithm), inputs)], "it is strong");
}

function sizeOfKey(algorithm: string | undefined, inputs: Place): Finding[] {
  const curves = ["P256", "P384", "P521"];
  switch (algorithm) {
    case "RSA":
      // 2048 is the default.
      return expectValue(
        at(inputs, "rsaBits"),
        "2048 or more",
        (value) => typeof value === "number" && value >= 2048,
        "holds",
      );
    case "ECDSA":
      // P224 is the default.
      return expectValue(
        at(inputs, "ecdsaCurve"),
        curves.join(", "),
        (value) => typeof value === "string" && curves.includes(value),
      );
    default:
      return [];
  }
}

function judgeSelfSigned(resource: PlannedResource): Judgement {
  const inputs = inputsOf(resource);
  const validity = at(inputs, "validityPeriodHours");
  const most = mostHours(at(inputs, "isCaCertificate"));
  const hours = (value: unknown) => (typeof value === "number" ? value : undefined);
  return judged(
    [
      ...expectValue(validity, `${most} or less`, (value) => isWithin(hours(value), most)),
      // Without it it ends unnoticed.
      ...expectValue(at(inputs, "earlyRenewalHours"), "more than nothing and less than the validity", (value) =>
        isBefore(hours(value), hours(validity.value)),
      ),
    ],
    "it is renewed in time",
  );
}
