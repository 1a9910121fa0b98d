/**
 * A process to be killed: raises every row's number together and takes checkpoints without end. With `check`
 * it restores, makes sure that all rows agree with the offset, and prints the offset.
 */
import { openOnlineStore } from '../index.ts';

const [dir, mode] = process.argv.slice(2);
const store = openOnlineStore(dir);
const table = store.table('t');
const column = table.float64('x', 16);
let offset = await store.restore();
const rows = 8_000;

if (mode === 'check') {
  for (let row = 0; row < table.rows; row++) {
    const value = column.data[row * 16];
    if (value !== offset) throw new Error(`row ${row} holds ${value} in the checkpoint of offset ${offset}`);
  }
  if (offset > 0 && table.size !== rows) throw new Error(`${table.size} rows`);
  process.stdout.write(String(offset));
  await store.close();
} else {
  for (;;) {
    offset++;
    for (let i = 0; i < rows; i++) {
      const row = table.ensure(`${i}`);
      table.touch(row);
      column.data[row * 16] = offset;
    }
    const saving = store.checkpoint(offset);
    // Change rows while the checkpoint runs, then put them back for the next.
    for (let i = 0; i < rows; i += 7) {
      const row = table.find(`${i}`);
      table.touch(row);
      column.data[row * 16] = -1;
    }
    await saving;
    process.send?.(offset);
  }
}
