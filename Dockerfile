# The program needs no build: types are stripped at start. Only the page is made, by Vite, which the image leaves behind.
FROM node:24.21.0-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --loglevel=error
COPY . .
# the image is the Node that it needs: the packages that bring one along go with the tools
RUN node tools/build-page.ts && npm prune --loglevel=error --omit=dev --omit=optional

FROM node:24.21.0-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
RUN mkdir /data && chown node:node /data
COPY --from=build /app/package.json ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/actors ./actors
COPY --from=build /app/src ./src
COPY --from=build /app/web/dist ./web/dist
USER node
ENV GUILDHALL_HOST=0.0.0.0 GUILDHALL_DATA_DIR=/data
VOLUME /data
EXPOSE 7770 7771
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s --retries=3 \
  CMD ["node", "-e", "fetch('http://127.0.0.1:7770/readyz').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# without npm in between, so that signals arrive
CMD ["node", "--max-semi-space-size=16", "src/main.ts"]
