/** Child process of the lock's tests: takes the lock, says how that went, and stays. */
import { lockDataFolder } from '../lock.ts';

try {
  await lockDataFolder(process.argv[2]);
  process.send?.('locked');
} catch (error) {
  process.send?.(String(error));
}
setInterval(() => {}, 1000);
