# The scripts of the producer and of the consumer run in it: aws, curl and jq.
FROM alpine:3.22
RUN apk add --no-cache aws-cli curl jq
USER 65532
