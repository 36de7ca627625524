# `rawi serve` in a container: docs/serve.md. The image holds the command and the C library, and nothing that could be run beside it.
#
#     docker build -t rawi .
#     docker run --read-only --tmpfs /tmp -p 127.0.0.1:7471:7471 -v rawi-news:/archive -v ./token:/token:ro rawi

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update && apt-get install -y --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /rawi
COPY . .
RUN cargo build --release --locked -p rawi-cli && mkdir /archive

FROM gcr.io/distroless/cc-debian12:nonroot
COPY --from=build /rawi/target/release/rawi /usr/local/bin/rawi
COPY --from=build --chown=nonroot:nonroot /archive /archive
VOLUME /archive
ENV RAWI_ARCHIVE=/archive
EXPOSE 7471
ENTRYPOINT ["/usr/local/bin/rawi"]
CMD ["serve", "--listen", "0.0.0.0:7471", "--token-file", "/token"]
