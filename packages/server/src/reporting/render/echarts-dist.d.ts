/** The built file has no types of its own; they are the package's. */
declare module 'echarts/dist/echarts.esm.min.mjs' {
  export { init, setPlatformAPI } from 'echarts/core';
}
