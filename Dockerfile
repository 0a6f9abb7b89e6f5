# The app with its build made beforehand. Needs a volume at /data for the embedded PostgreSQL, or
# DATABASE_URL and DIPTYCH_SECRET for a database of your own:
#
#   docker build -t diptych .
#   docker run -p 3000:3000 -v diptych:/data -e DIPTYCH_URL=http://localhost:3000 diptych
#
# The first start prints the sign-in links: docker logs CONTAINER. The command line:
#   docker exec CONTAINER node setup/diptych.mjs status
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN node setup/prepare.mjs

FROM node:20-bookworm-slim
# PostgreSQL refuses root, and nothing here needs it.
RUN mkdir /data && chown node:node /data
WORKDIR /app
COPY --from=build --chown=node:node /app /app
USER node
ENV DIPTYCH_DATA=/data HOST=0.0.0.0 PORT=3000 NEXT_TELEMETRY_DISABLED=1
VOLUME /data
EXPOSE 3000
HEALTHCHECK --start-period=60s CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/api/health`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
# As the only process it gets the signals itself; it stops the app and the database within seconds.
CMD ["node", "setup/start.mjs"]
