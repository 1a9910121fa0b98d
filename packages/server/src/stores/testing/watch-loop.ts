/**
 * Watches the event loop: returns a function that ends the watch and gives the longest turn in milliseconds of
 * this thread's processor time. Unlike the clock, that is the same on a machine that is busy with other things.
 */
export function watchLoop(): () => number {
  let longest = 0;
  let last = process.threadCpuUsage();
  const look = () => {
    const { user, system } = process.threadCpuUsage(last);
    last = process.threadCpuUsage();
    longest = Math.max(longest, (user + system) / 1000);
  };
  const timer = setInterval(look, 1);
  return () => {
    clearInterval(timer);
    look();
    return longest;
  };
}
