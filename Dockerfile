# The portal as an image: `docker build --build-arg REVISION=$(git rev-parse --short HEAD) --tag portal .`
# It runs as any user, with a read-only root file system and a /tmp; the command says what of the portal it is:
# bin/web (the default), bin/worker, bin/beat, or python manage.py and a command.

# --- What browsers load that others wrote -----------------------------------------------------
FROM node:24-slim AS front-end
WORKDIR /build
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

# --- Python packages and collected files ------------------------------------------------------
FROM python:3.13-slim AS build
ENV PATH=/opt/portal/bin:$PATH PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 UV_LINK_MODE=copy
WORKDIR /srv/portal
COPY requirements-setup.txt requirements.txt ./
RUN python -m venv /opt/portal && python -m venv /opt/setup \
  && /opt/setup/bin/pip install --require-hashes --requirement requirements-setup.txt \
  && /opt/setup/bin/uv pip sync --no-cache --compile-bytecode --require-hashes \
    --python /opt/portal/bin/python requirements.txt
COPY . .
COPY --from=front-end /build/node_modules node_modules
# Collecting asks for settings and uses none of these; they are in no layer of the image.
RUN python -c 'from local.assets import copy_assets; copy_assets()' && python -m local.bundle \
  && SECRET_KEY=none DATABASE_URL=postgres://none/none REDIS_URL=redis://none EMAIL_URL=smtp://none \
    BASE_URL=https://none ALLOWED_HOSTS=none ENVIRONMENT=build DEFAULT_FROM_EMAIL=none@example.org \
    VAR_DIR=/srv/portal/var python manage.py collectstatic --no-input --verbosity 0 \
  && rm -rf node_modules assets && mkdir -p assets/vendor && python -m compileall -q .

# --- The image --------------------------------------------------------------------------------
FROM python:3.13-slim AS portal
ARG REVISION=
ENV PATH=/opt/portal/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
  DJANGO_SETTINGS_MODULE=cohort_portal.settings REVISION=$REVISION \
  HOST=0.0.0.0 PORT=8000 VAR_DIR=/srv/portal/var FILES_DIR=/srv/portal/files METRICS_DIR=/tmp/metrics BEAT_DIR=/tmp/beat ALIVE_FILE=/tmp/alive
RUN useradd --system --uid 10001 --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin portal
COPY --from=build /opt/portal /opt/portal
COPY --from=build /srv/portal /srv/portal
# A volume that is laid here first belongs to whom the folder belongs to.
RUN install -d -o portal -g portal -m 750 /srv/portal/files
WORKDIR /srv/portal
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --start-interval=1s CMD ["bin/ask", "healthz"]
CMD ["bin/web"]

# --- The same with PostgreSQL's own programs, to rehearse a restore: `docker compose run --rm drill` -----------
FROM build AS drill-packages
COPY requirements-local.txt ./
RUN /opt/setup/bin/uv pip install --no-cache --compile-bytecode --require-hashes --no-deps \
    --python /opt/portal/bin/python --requirement requirements-local.txt

FROM portal AS drill
COPY --from=drill-packages /opt/portal /opt/portal
HEALTHCHECK NONE
CMD ["python", "manage.py", "restore_drill"]

FROM portal
