// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.credentials;

import io.autoscale.auth.RoleToAssume;
import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.call.AwsLocation;
import io.autoscale.aws.internal.call.CallGuards;
import io.autoscale.aws.internal.call.ClientFactory;
import io.autoscale.aws.internal.credentials.CredentialsPool.CallerAnswer;
import io.autoscale.aws.internal.credentials.SessionLoader.Loaded;
import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.services.sts.model.Credentials;
import software.amazon.awssdk.services.sts.model.GetCallerIdentityResponse;
import software.amazon.awssdk.services.sts.model.Tag;

/** The calls to STS, as one caller. */
final class StsCalls implements AutoCloseable {

    private final StsClient client;
    private final CallGuards.Guard guard;

    StsCalls(ClientFactory factory, CallGuards guards, AwsLocation location, AwsCredentialsProvider credentials) {
        this.client = factory.make(StsClient.builder(), AwsService.STS, location, credentials);
        this.guard = guards.guard(AwsService.STS, location.region().name());
    }

    Loaded assume(RoleToAssume role) {
        List<Tag> tags = role.tags().entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn(role.arn())
                .roleSessionName(sessionName(role))
                .externalId(role.externalId())
                .durationSeconds(seconds(role));
        if (!tags.isEmpty()) { // an empty list would be sent
            request.tags(tags);
        }
        return load("AssumeRole", role, () -> client.assumeRole(request.build()).credentials());
    }

    Loaded assumeWithWebIdentity(RoleToAssume role, String token) {
        return load(
                "AssumeRoleWithWebIdentity",
                role,
                () -> client.assumeRoleWithWebIdentity(request -> request.roleArn(role.arn())
                                .roleSessionName(sessionName(role))
                                .webIdentityToken(token)
                                .durationSeconds(seconds(role)))
                        .credentials());
    }

    /** The ARN of the caller, for messages. */
    String callerArn() {
        String arn = identify().arn();
        return arn == null ? "a caller that STS does not name" : arn;
    }

    CallerAnswer identify() {
        AtomicReference<@Nullable Instant> date = new AtomicReference<>();
        try {
            String arn = guard.call(
                    "GetCallerIdentity",
                    () -> "the caller",
                    () -> {
                        try {
                            GetCallerIdentityResponse answer = client.getCallerIdentity();
                            date.set(date(answer.sdkHttpResponse()));
                            return String.valueOf(answer.arn());
                        } catch (AwsServiceException e) {
                            if (e.awsErrorDetails() != null) {
                                date.set(date(e.awsErrorDetails().sdkHttpResponse()));
                            }
                            throw e;
                        }
                    },
                    () -> {});
            return new CallerAnswer(arn, date.get(), null);
        } catch (ScalerException e) {
            return new CallerAnswer(null, date.get(), e);
        }
    }

    @Override
    public void close() {
        client.close();
    }

    private Loaded load(String operation, RoleToAssume role, Supplier<Credentials> call) {
        // whoever asked drops the credentials of its caller, if they were refused
        @Nullable Credentials given = guard.call(operation, role::arn, call, () -> {});
        if (given == null
                || given.accessKeyId() == null
                || given.secretAccessKey() == null
                || given.sessionToken() == null
                || given.expiration() == null) {
            throw new ScalerException(
                    Kind.BAD_DATA, "STS " + operation + " of " + role.arn() + " returned no credentials");
        }
        return new Loaded(
                AwsSessionCredentials.create(given.accessKeyId(), given.secretAccessKey(), given.sessionToken()),
                given.expiration());
    }

    private static @Nullable Instant date(@Nullable SdkHttpResponse answer) {
        try {
            return Optional.ofNullable(answer)
                    .flatMap(response -> response.firstMatchingHeader("Date"))
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from))
                    .orElse(null);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static String sessionName(RoleToAssume role) {
        return role.sessionName() == null ? "autoscale" : role.sessionName();
    }

    private static @Nullable Integer seconds(RoleToAssume role) {
        return role.duration() == null ? null : Math.toIntExact(role.duration().toSeconds());
    }
}
