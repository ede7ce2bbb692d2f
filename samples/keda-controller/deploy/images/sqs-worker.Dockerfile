# The scripts of the producer and of the consumer run in it: aws, curl and jq.
FROM alpine:3.22
RUN apk add --no-cache aws-cli curl jq
# the AWS CLI keeps credentials below its home
ENV HOME=/tmp
USER 65532
