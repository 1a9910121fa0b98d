import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const server = process.env.PERSONALIZE_SERVER ?? 'http://127.0.0.1:8000';

/** Fetches the font together with the first script instead of after the styles have been read. */
function preloadFont(): Plugin {
  return {
    name: 'preload-font',
    transformIndexHtml: {
      order: 'post',
      handler: (_html, { bundle }) =>
        Object.keys(bundle ?? {})
          .filter((file) => /inter-latin-wght-normal.*\.woff2$/.test(file))
          .map((file) => ({
            tag: 'link',
            attrs: { rel: 'preload', href: `/${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
            injectTo: 'head' as const,
          })),
    },
  };
}

export default defineConfig({
  plugins: [react(), preloadFont()],
  build: {
    target: 'es2022',
    // The page's policy allows no `data:` fonts, and an inlined icon would be parsed with every script.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    manifest: 'manifest.json',
    chunkSizeWarningLimit: 1_000,
    rolldownOptions: {
      output: {
        // Libraries change less often than the pages: in files of their own they stay in the browser's cache.
        advancedChunks: {
          groups: [
            // Kinds of chart that the first page does not draw; what it shares with them stays in `charts`.
            {
              name: 'more-charts',
              priority: 4,
              test: /echarts\/lib\/chart\/(bar\/|sankey\/|custom\/(?!customSeriesRegister))/,
              includeDependenciesRecursively: false,
            },
            { name: 'charts', priority: 3, test: /node_modules\/(echarts|zrender)\// },
            {
              name: 'libraries',
              priority: 2,
              test: /node_modules\/(react|react-dom|scheduler|@tanstack|i18next|react-i18next|wouter)\//,
            },
            // With all that it needs: one file for the first paint instead of twenty small ones.
            { name: 'app', priority: 1, test: /dashboard\/src\/app\.tsx$/ },
          ],
        },
      },
    },
  },
  server: {
    proxy: Object.fromEntries(['/v1', '/healthz', '/openapi.json'].map((path) => [path, server])),
  },
});
