/** Lines `key=value` of the model's head or of one tree. */
export class Section {
  readonly name: string;
  /** How messages call it: "Tree=3 (line 120)". */
  readonly where: string;
  private readonly fields = new Map<string, { value: string; line: number }>();

  constructor(name: string, line: number) {
    this.name = name;
    this.where = `${name} (line ${line})`;
  }

  add(key: string, value: string, line: number): void {
    this.fields.set(key, { value, line });
  }

  has(key: string): boolean {
    return this.fields.has(key);
  }

  text(key: string, otherwise?: string): string {
    const value = this.fields.get(key)?.value ?? otherwise;
    if (value === undefined) throw new RangeError(`${this.where} lacks ${key}`);
    return value;
  }

  /** A whole number from 0 to `most`. */
  count(key: string, most: number, otherwise?: number): number {
    const field = this.fields.get(key);
    if (!field) {
      if (otherwise === undefined) throw new RangeError(`${this.where} lacks ${key}`);
      return otherwise;
    }
    const value = field.value.trim() === '' ? Number.NaN : Number(field.value);
    if (!(Number.isInteger(value) && value >= 0 && value <= most)) {
      throw new RangeError(
        `line ${field.line}: ${key} must be a whole number 0 to ${most}, got ${field.value.slice(0, 40)}`,
      );
    }
    return value;
  }

  /** Numbers between spaces; of `length` entries where given. */
  numbers(key: string, length?: number): Float64Array {
    const field = this.fields.get(key);
    if (!field) throw new RangeError(`${this.where} lacks ${key}`);
    const parts = field.value.split(' ').filter(Boolean);
    if (length !== undefined && parts.length !== length) {
      throw new RangeError(`line ${field.line}: ${key} must have ${length} entries, got ${parts.length}`);
    }
    return Float64Array.from(parts, (part, i) => {
      const value = part === 'inf' ? Infinity : part === '-inf' ? -Infinity : Number(part);
      if (Number.isNaN(value)) {
        throw new RangeError(
          `line ${field.line}: ${key} has ${part.slice(0, 40)} as entry ${i}, not a number`,
        );
      }
      return value;
    });
  }
}

/**
 * The head and the trees of a model file, up to "end of trees".
 * @throws RangeError when the file ends before that line, as a truncated one does
 */
export function sectionsOf(text: string): Section[] {
  const sections: Section[] = [];
  let current: Section | undefined;
  let line = 0;
  for (const raw of text.split('\n')) {
    line++;
    const content = raw.replace(/\r$/, '');
    if (content === 'end of trees') return sections;
    if (content === 'tree' || content.startsWith('Tree=')) {
      current = new Section(content, line);
      sections.push(current);
      continue;
    }
    if (content === '') continue;
    if (!current) throw new RangeError('a LightGBM model starts with the line "tree"');
    const equals = content.indexOf('=');
    if (equals < 0) current.add(content, '', line);
    else current.add(content.slice(0, equals), content.slice(equals + 1), line);
  }
  throw new RangeError(`the LightGBM model lacks the line "end of trees": it was cut off after line ${line}`);
}
