/** Puts a CSV text into the browser's downloads as a file. */
export function download(name: string, text: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }));
  downloadFrom(name, address);
  setTimeout(() => URL.revokeObjectURL(address), 1_000);
}

/** Has the browser take a file from an address, however large it is. */
export function downloadFrom(name: string, address: string): void {
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
}
