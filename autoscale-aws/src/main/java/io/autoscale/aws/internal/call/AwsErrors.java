// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Classifies the errors of AWS by whether waiting helps. */
public final class AwsErrors {

    private static final Predicate<String> NOT_FOUND =
            codes("AWS\\.SimpleQueueService\\.NonExistentQueue|QueueDoesNotExist|ResourceNotFound");
    private static final Predicate<String> THROTTLED =
            codes("KmsThrottled|LimitExceeded|RequestLimitExceeded|RequestThrottled|Throttling");
    private static final Predicate<String> FORBIDDEN =
            codes("AccessDenied|AuthFailure|IDPRejectedClaim|InvalidIdentityToken|KmsAccessDenied|NotAuthorized");
    private static final Predicate<String> IDENTITY_REFUSED =
            codes("ExpiredToken|IncompleteSignature|InvalidAccessKeyId|InvalidClientTokenId|InvalidSecurity"
                    + "|InvalidSignature|MissingAuthenticationToken|RequestExpired|SignatureDoesNotMatch"
                    + "|UnrecognizedClient");

    // a server may return any text here, even the session token that it received
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9._:]{0,79}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private AwsErrors() {}

    /** Matches these codes with and without "Exception" at the end, which some services add. */
    private static Predicate<String> codes(String names) {
        return Pattern.compile("(" + names + ")(Exception)?").asMatchPredicate();
    }

    /**
     * Describes a failed call, such as {@code SQS GetQueueAttributes of videos in eu-west-1}. The service's own sentence
     * is left out, and so is its exception as a cause: it may quote what was sent, a session token included. The request
     * id finds it in the logs of AWS.
     */
    public static ScalerException describe(String call, SdkException error) {
        if (error instanceof AwsServiceException service) {
            String code = code(error);
            String request = service.requestId();
            return new ScalerException(
                    kind(service, code),
                    call + " returned " + service.statusCode() + (code.isEmpty() ? "" : " " + code)
                            + (request != null && REQUEST_ID.matcher(request).matches() ? ", request " + request : ""));
        }
        // the time limit of an attempt is also that of its socket, and either may be first
        if (error instanceof ApiCallTimeoutException
                || error instanceof ApiCallAttemptTimeoutException
                || root(error) instanceof SocketTimeoutException) {
            return new ScalerException(Kind.UNAVAILABLE, call + " timed out", error);
        }
        if (error instanceof SdkClientException) {
            String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("credentials")) {
                return new ScalerException(
                        Kind.AUTHENTICATION, call + " could not be signed: no credentials were found", error);
            }
            if ((message.contains("unmarshall") || message.contains("parse")) && !isCutOff(root(error))) {
                // without the cause, which quotes the response
                return new ScalerException(Kind.BAD_DATA, call + " returned a response that cannot be parsed");
            }
        }
        return new ScalerException(
                Kind.UNAVAILABLE, call + " failed: " + root(error).getClass().getSimpleName(), error);
    }

    /** Says whether AWS refused the signature or the credentials, rather than what was asked for. */
    public static boolean isIdentityRefused(SdkException error) {
        return IDENTITY_REFUSED.test(code(error));
    }

    private static String code(SdkException error) {
        return error instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? shownCode(service.awsErrorDetails().errorCode())
                : "";
    }

    /** A code as a service answered it; empty when it cannot be one. */
    public static String shownCode(@Nullable String answered) {
        return answered != null && CODE.matcher(answered).matches() ? answered : "";
    }

    private static Kind kind(AwsServiceException error, String code) {
        if (error.isThrottlingException() || THROTTLED.test(code)) {
            return Kind.THROTTLED;
        }
        if (NOT_FOUND.test(code)) {
            return Kind.NOT_FOUND;
        }
        int status = error.statusCode();
        if (IDENTITY_REFUSED.test(code) || FORBIDDEN.test(code) || status == 401 || status == 403) {
            return Kind.AUTHENTICATION;
        }
        if (status >= 500 || code.startsWith("IDPCommunicationError")) {
            return Kind.UNAVAILABLE;
        }
        return status == 404 ? Kind.NOT_FOUND : Kind.CONFIGURATION;
    }

    /** The SDK reports a connection that ends amid an answer as an answer that it cannot read. */
    private static boolean isCutOff(Throwable root) {
        return root instanceof SocketException
                || root instanceof EOFException
                || root.getClass().getName().startsWith("org.apache.hc.");
    }

    private static Throwable root(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
