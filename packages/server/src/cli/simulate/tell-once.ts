/** Prints errors, but the same one not again and again. */
export function tellOnce(): (error: unknown) => void {
  let last = '';
  return (error) => {
    const message = error instanceof Error ? error.message : String(error);
    if (message !== last) console.error(message);
    last = message;
  };
}
