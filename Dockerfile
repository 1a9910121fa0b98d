# syntax=docker/dockerfile:1
FROM docker.io/library/node:24-bookworm-slim AS manifests
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/learn/package.json packages/learn/
COPY packages/charts/package.json packages/charts/
COPY packages/server/package.json packages/server/
COPY packages/sdk/package.json packages/sdk/
COPY packages/dashboard/package.json packages/dashboard/

FROM manifests AS page
RUN npm ci --ignore-scripts
COPY . .
RUN npm run build

FROM manifests AS dependencies
RUN npm ci --omit=dev --ignore-scripts -w @personalize/server -w @personalize/learn -w @personalize/charts

FROM docker.io/library/node:24-bookworm-slim
# The same settings as scripts/node-options.mjs; V8's own cannot stand in NODE_OPTIONS, so they follow below.
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data \
  MALLOC_ARENA_MAX=2 MALLOC_MMAP_THRESHOLD_=524288 MALLOC_TRIM_THRESHOLD_=1048576 \
  JE_MALLOC_CONF=dirty_decay_ms:1000 \
  NODE_OPTIONS="--disable-warning=ExperimentalWarning --max-semi-space-size=16 --v8-pool-size=1"
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY . .
COPY --from=page /app/packages/dashboard/dist packages/dashboard/dist
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "scripts/health-check.mjs"]
# Node itself is the first process: it gets SIGTERM and drains.
ENTRYPOINT ["node", "--heap-growing-percent=85", "--no-allocation-site-pretenuring", "packages/server/src/main.ts"]
CMD ["start"]
