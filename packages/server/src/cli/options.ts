import { InvalidArgumentError, Option } from 'commander';

/** `--url` and `--key` of every command that talks to a running server. */
export function urlOption(): Option {
  return new Option('--url <url>', 'address of the running server')
    .env('PERSONALIZE_URL')
    .default('http://127.0.0.1:8000');
}

export function keyOption(scope: string): Option {
  return new Option('--key <key>', `API key with the scope ${scope}`)
    .env('PERSONALIZE_KEY')
    .makeOptionMandatory();
}

/** A whole number within bounds; refused with what was given. */
export function wholeNumber(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(`must be a whole number from ${min} to ${max}, got ${text}`);
    }
    return value;
  };
}

export function decimal(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!(value >= min && value <= max))
      throw new InvalidArgumentError(`must be from ${min} to ${max}, got ${text}`);
    return value;
  };
}

export function collect(value: string, previous: string[]): string[] {
  return [...previous, value];
}

/** Aborts at the first Ctrl-C or SIGTERM; the second one ends the process at once. */
export function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const stop = () => {
    if (controller.signal.aborted) process.exit(130);
    controller.abort();
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
  return controller.signal;
}
