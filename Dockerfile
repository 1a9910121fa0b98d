# syntax=docker/dockerfile:1
FROM docker.io/library/node:24-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
COPY packages/learn/package.json packages/learn/
COPY packages/server/package.json packages/server/
COPY packages/sdk/package.json packages/sdk/
COPY packages/dashboard/package.json packages/dashboard/
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev --omit=peer && npm cache clean --force

FROM docker.io/library/node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=8000 DATA_DIR=/data
WORKDIR /app
COPY --from=build --chown=root:root /app /app
RUN mkdir -p /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
  CMD ["node", "scripts/health-check.mjs"]
# Node itself is process 1's program: it gets SIGTERM and drains.
ENTRYPOINT ["node", "packages/server/src/main.ts"]
CMD ["start"]
