/** Does one thing after the other, in the order asked for: what one changes, the next finds changed. */
export class Turns {
  #last: Promise<unknown> = Promise.resolve();

  /** Settles as `work` does, which is called when what was given before has ended, well or badly. */
  take<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }
}
