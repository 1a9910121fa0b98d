// How the server's process is run, whoever starts it: the command line, the image, a benchmark.

/** Flags for Node. Short-lived objects need little room; by default V8 lets their space grow to 128 MB. */
export const nodeFlags = ['--disable-warning=ExperimentalWarning', '--max-semi-space-size=16'];

/** glibc keeps a pool of freed memory for each of many threads; two pools save about 100 MB with the warehouse. */
export const nodeEnvironment = { MALLOC_ARENA_MAX: '2' };
