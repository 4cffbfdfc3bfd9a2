/** What stands inside of an element: text, elements, several of one name, or a value that the server takes from a variable. */
export type XmlValue = string | number | boolean | XmlElements | readonly XmlValue[] | FromVariable;

/** Elements by name, in their order. */
export interface XmlElements {
  readonly [name: string]: XmlValue;
}

/** https://clickhouse.com/docs/operations/configuration-files#from_env_zk */
export class FromVariable {
  readonly variable: string;

  constructor(variable: string) {
    this.variable = variable;
  }
}

/** A file of settings as ClickHouse's programs read them, below the element that all of them begin with. */
export function renderXml(elements: XmlElements): string {
  return `<clickhouse>\n${render(elements, "  ")}</clickhouse>\n`;
}

function render(elements: XmlElements, indent: string): string {
  return Object.entries(elements)
    .flatMap(([name, value]) => (isList(value) ? value : [value]).map((one) => renderOne(name, one, indent)))
    .join("");
}

function renderOne(name: string, value: XmlValue, indent: string): string {
  if (value instanceof FromVariable) return `${indent}<${name} from_env="${value.variable}"/>\n`;
  if (isList(value)) throw new Error(`${name} has a list in a list`);
  if (typeof value !== "object") return `${indent}<${name}>${escaped(String(value))}</${name}>\n`;
  return `${indent}<${name}>\n${render(value, `${indent}  `)}${indent}</${name}>\n`;
}

function isList(value: XmlValue): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
