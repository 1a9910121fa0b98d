import { type Document, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';
import { ProblemError, shown } from '../problem.ts';

/** A value of a YAML file that knows where it stands. Absent values are undefined. */
export class YamlValue {
  readonly #node: Node | null;
  readonly #file: { document: Document; lines: LineCounter };
  /** How people would name the place: `models[2].columns`. */
  readonly where: string;

  private constructor(node: Node | null, file: { document: Document; lines: LineCounter }, where: string) {
    this.#node = node;
    this.#file = file;
    this.where = where;
  }

  /** @throws ProblemError `yamlSyntax` with the line */
  static parse(text: string): YamlValue {
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, uniqueKeys: true, merge: true });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = lines.linePos(error.pos[0]).line;
      const reason = error.message.split('\n')[0].replace(/ at line \d+, column \d+:?$/, '');
      throw new ProblemError('yamlSyntax', `not YAML: ${reason}`, { reason }, line);
    }
    return new YamlValue(document.contents, { document, lines }, '');
  }

  get line(): number {
    const start = this.#node?.range?.[0];
    return start === undefined ? 1 : this.#file.lines.linePos(start).line;
  }

  get isAbsent(): boolean {
    return this.#node === null || (isScalar(this.#node) && this.#node.value === null);
  }

  get isMap(): boolean {
    return isMap(this.#node);
  }

  /** The value under a key; undefined when it is absent or null. @throws ProblemError when this is no map */
  get(key: string): YamlValue | undefined {
    if (!isMap(this.#node)) throw this.wrong('a map');
    const found = this.#node.get(key, true) as Node | undefined;
    if (found === undefined) return undefined;
    const value = new YamlValue(found, this.#file, this.where === '' ? key : `${this.where}.${key}`);
    return value.isAbsent ? undefined : value;
  }

  /** Keys of a map in order. @throws ProblemError when this is no map */
  keys(): string[] {
    if (!isMap(this.#node)) throw this.wrong('a map');
    return this.#node.items.map(({ key }) => String(isScalar(key) ? key.value : key));
  }

  /** @throws ProblemError when this is no list */
  list(): YamlValue[] {
    if (!isSeq(this.#node)) throw this.wrong('a list');
    return this.#node.items.map((item, i) => new YamlValue(item as Node, this.#file, `${this.where}[${i}]`));
  }

  /** @throws ProblemError when this is no text; numbers count as such */
  text(): string {
    const value = this.plain();
    if (typeof value !== 'string' && typeof value !== 'number') throw this.wrong('a text');
    return String(value);
  }

  /** As JSON would hold it. */
  plain(): unknown {
    if (this.#node === null) return null;
    return this.#node.toJS(this.#file.document, { maxAliasCount: 100 });
  }

  /** Every key must be one of these. @throws ProblemError naming the first that is not */
  only(known: readonly string[]): this {
    for (const key of this.keys()) {
      if (known.includes(key)) continue;
      const at = this.get(key) ?? this;
      throw new ProblemError(
        'yamlShape',
        `${this.where === '' ? '' : `${this.where}: `}unknown key ${shown(key)}; known are ${known.join(', ')}`,
        { where: this.where, key: shown(key), known: known.join(', ') },
        at.line,
      );
    }
    return this;
  }

  wrong(expected: string): ProblemError {
    const value = shown(isScalar(this.#node) ? this.#node.value : isSeq(this.#node) ? 'a list' : 'a map');
    return new ProblemError(
      'yamlShape',
      `${this.where || 'the file'} must be ${expected}, got ${value}`,
      { where: this.where, expected, value },
      this.line,
    );
  }
}
