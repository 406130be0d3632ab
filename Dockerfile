# One image for all services and jobs; what runs is the command (docker-compose.yml, docs/containers.md).
# In front of a registry or proxy of your own: --build-arg NODE_IMAGE=…, NPM_REGISTRY=…
ARG NODE_IMAGE=node:24-bookworm-slim

# What npm needs to know, apart from the sources: packages are installed anew only when this changes.
FROM ${NODE_IMAGE} AS manifests
WORKDIR /sources
COPY . .
RUN find . -name package.json -o -name package-lock.json | xargs cp --parents --target-directory /tmp

FROM ${NODE_IMAGE} AS packages
ARG NPM_REGISTRY=https://registry.npmjs.org/
ENV npm_config_registry=${NPM_REGISTRY} npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false
WORKDIR /app
COPY --from=manifests /tmp/ ./
# No package of ours needs its install script, and none gets to run one.
RUN --mount=type=cache,target=/root/.npm npm ci --omit=dev --ignore-scripts

FROM packages AS build
RUN --mount=type=cache,target=/root/.npm npm ci --ignore-scripts
COPY . .
# Of apps and libraries only what runs stays, and the verifier for auditors as one file.
RUN node tools/build.ts \
    && node tools/audit-verify/bundle.ts \
    && rm -rf libs/testing libs/local-servers apps/*/src libs/*/src \
    && find apps libs -name '*.ts' -delete -o -name '*.d.ts.map' -delete -o -name .tsbuildinfo -delete

FROM ${NODE_IMAGE} AS rollcall
ENV NODE_ENV=production MALLOC_MMAP_THRESHOLD_=262144
WORKDIR /app
COPY --from=packages /app/node_modules node_modules
COPY --from=build /app/package.json ./
COPY --from=build /app/libs libs
COPY --from=build /app/apps apps
COPY --from=build /app/dist dist
COPY --from=build /app/tools tools
# Where secrets and the demo account are kept: a new volume takes over its owner from here.
RUN install -d -o node -g node /demo /secrets/all /secrets/postgres /secrets/kafka /secrets/setup /secrets/readers \
    && for app in apps/*; do install -d -o node -g node "/secrets/${app#apps/}"; done \
    && install -d -o node -g node -m 700 /spool
USER node
EXPOSE 8080 8100
# Ready, as the service itself says; without starting a program of 50 MB each time.
HEALTHCHECK --interval=10s --timeout=5s --start-period=180s --retries=3 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/8100 && printf 'GET /health/ready HTTP/1.0\\r\\n\\r\\n' >&3 && grep -q '^HTTP/1.1 200' <&3"]
# Secrets come from a file in a volume; what the environment says goes first.
ENTRYPOINT ["node", "--enable-source-maps", "--max-old-space-size=1024", "--env-file-if-exists=/run/rollcall/settings.env"]
CMD ["dist/ops-cli.js", "--help"]
