/** Fewest characters at which randomness can be told from words. */
const shortest = 20;
/**
 * Bits per character from which a word may be random. Of 20 random characters of base64 or base36 99 in 100 have 3.6 or
 * more; but so have many long names, and hashes have 3.4 to 3.9. Entropy alone only rules out what repeats itself.
 */
const entropyThreshold = 3.5;
/**
 * Share of neighbours at which letters meet digits or small letters meet capitals: about 0.4 in random text. Measured on
 * 13,500 words of 20 characters and more from sources, manuals and settings: two harmless ones were above, and 9 in 10
 * random keys are (high-entropy.test.ts).
 */
const changesThreshold = 0.26;

const tokens: readonly { readonly what: string; readonly pattern: RegExp }[] = [
  { what: "a PEM block", pattern: /-----BEGIN (?!CERTIFICATE-----)[A-Z0-9 ]{3,40}-----/ },
  { what: "a PGP private key", pattern: /-----BEGIN PGP PRIVATE KEY BLOCK-----/ },
  { what: "an AWS access key", pattern: /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/ },
  { what: "a GitHub token", pattern: /\b(?:gh[pousr]_[A-Za-z0-9]{20,}|github_pat_[A-Za-z0-9_]{20,})/ },
  { what: "a GitLab token", pattern: /\bgl(?:pat|dt|rt|cbt|ptt|ft|soat)-[A-Za-z0-9_-]{16,}/ },
  { what: "a Slack token", pattern: /\bxox[abeoprs]-[A-Za-z0-9-]{8,}/ },
  { what: "a Google API key", pattern: /\bAIza[A-Za-z0-9_-]{30,}/ },
  { what: "a Google OAuth secret", pattern: /\bGOCSPX-[A-Za-z0-9_-]{16,}/ },
  { what: "a Stripe key", pattern: /\b(?:sk|rk)_(?:live|test)_[A-Za-z0-9]{16,}/ },
  { what: "an npm token", pattern: /\bnpm_[A-Za-z0-9]{30,}/ },
  { what: "a Pulumi token", pattern: /\bpul-[a-f0-9]{30,}/ },
  { what: "a Vault token", pattern: /\bhv[sbr]\.[A-Za-z0-9_-]{20,}/ },
  { what: "a JSON Web Token", pattern: /(?<![A-Za-z0-9_-])eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{4,}/ },
  { what: "an Azure account key", pattern: /\b(?:AccountKey|SharedAccessKey|sig)=[A-Za-z0-9+/%]{20,}/ },
  {
    what: "a secret behind its name",
    // Six characters and more after password=, pwd=, secret=, token= or api_key=; not a path, nor the name of a variable
    // or of what is to be filled in: ${NAME}, $(NAME), {{ name }}, <name>.
    pattern:
      /(?:passw(?:or)?d|passphrase|pwd|secret|token|api[_-]?key)\s{0,3}=\s{0,3}\\?["']?(?!\$\{[A-Za-z0-9_.:]+\}|\$\([A-Za-z0-9_]+\)|\{\{|<[a-z -]+>|\/[a-z]+\/)[^\s"'&;,]{6,}/i,
  },
  { what: "a URL with a password", pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[^\s/?#@:]{0,200}:[^\s/?#@]{1,200}@/i },
];

const harmless: readonly RegExp[] = [
  // Hashes, identifiers of commits and traces, UUIDs, times, IPv4, IPv6 and blocks, files called by them. A key in hexadecimal hides among them.
  /^(?:0x)?[a-f0-9.:/-]+(?:\.[a-z]{2,4})?$/i,
];

/** Digests of images and files, at their exact length: what is longer or shorter is something else. */
const digest =
  /(?:^|@)(?:sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}|sha256-[A-Za-z0-9+/]{43}=|sha384-[A-Za-z0-9+/]{64}|sha512-[A-Za-z0-9+/]{86}==)$/;

/** Certificates are public, whatever they look like: base64 of what always begins alike, in lines or in one with `\n` written out. */
const certificate = /-----BEGIN CERTIFICATE-----(?:\s|\\n)*MI[A-Za-z0-9+/=\s\\]+-----END CERTIFICATE-----/g;

const url = /^[a-z][a-z0-9+.-]*:\/\//i;

/** What makes a text look like a secret, in words, or undefined. Never returns any part of the text. */
export function secretLook(text: string): string | undefined {
  const rest = text.replaceAll(certificate, " ");
  const token = tokens.find(({ pattern }) => pattern.test(rest));
  if (token !== undefined) return `looks like ${token.what}`;
  return rest
    .split(/[\s"'`,;|]+/)
    .flatMap(partsOf)
    .some(looksRandom)
    ? "looks like a random key"
    : undefined;
}

/** A word without its brackets, name and digest; of a URL the segments of its path and the values of its query. */
function partsOf(word: string): string[] {
  // Brackets around a list or a condition are no part of what is in it: `{f25e0fa2-…, b12aa53e-…}))`.
  const bare = word.replace(/^[([{]+/, "").replace(/[)\]}]+$/, "");
  // What stands before = is the name of what stands after it.
  const value = bare.replace(/^[A-Za-z0-9_.-]{1,60}=(?!=*$)/, "").replace(digest, "");
  // An address may be all that is needed to be let in: a webhook, a link with a key.
  return url.test(value) ? value.split(/[/?&#=@:]+/) : [value];
}

function looksRandom(value: string): boolean {
  if (value.length < shortest || harmless.some((pattern) => pattern.test(value))) return false;
  if (!/\d/.test(value) || !/[A-Za-z]/.test(value)) return false;
  return shannonEntropy(value) >= entropyThreshold && changes(value) >= changesThreshold;
}

/** Shannon entropy of a text's characters in bits per character. */
export function shannonEntropy(text: string): number {
  const counts = new Map<string, number>();
  let length = 0;
  for (const character of text) {
    counts.set(character, (counts.get(character) ?? 0) + 1);
    length += 1;
  }
  return [...counts.values()].reduce((sum, count) => sum - (count / length) * Math.log2(count / length), 0);
}

/** Share of neighbours at which a letter meets a digit, or a small letter a capital. A capital before a small one is how words begin. */
function changes(text: string): number {
  const met = text.match(/[a-z](?=[A-Z0-9])|[A-Z](?=[0-9])|[0-9](?=[A-Za-z])/g)?.length ?? 0;
  return met / (text.length - 1);
}
