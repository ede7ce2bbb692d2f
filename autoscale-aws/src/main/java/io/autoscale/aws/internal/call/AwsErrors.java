// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.source.ScalerException;
import io.autoscale.source.ScalerException.Kind;
import java.io.EOFException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** Classifies the errors of AWS by whether waiting helps. */
public final class AwsErrors {

    private static final Set<String> REFUSED = Set.of(
            "AccessDenied",
            "AccessDeniedException",
            "AuthFailure",
            "ExpiredToken",
            "ExpiredTokenException",
            "IDPRejectedClaim",
            "IDPRejectedClaimException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidIdentityToken",
            "InvalidIdentityTokenException",
            "InvalidSecurity",
            "InvalidSecurityException",
            "InvalidSignatureException",
            "KmsAccessDenied",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "NotAuthorized",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClient",
            "UnrecognizedClientException");
    private static final Set<String> THROTTLED = Set.of(
            "KmsThrottled",
            "LimitExceeded",
            "LimitExceededException",
            "RequestLimitExceeded",
            "RequestThrottled",
            "RequestThrottledException",
            "Throttling");
    // said of the one who signs, whatever was asked for
    private static final Set<String> OF_THE_IDENTITY = Set.of(
            "ExpiredToken",
            "ExpiredTokenException",
            "IncompleteSignature",
            "IncompleteSignatureException",
            "InvalidAccessKeyId",
            "InvalidClientTokenId",
            "InvalidSecurity",
            "InvalidSecurityException",
            "InvalidSignatureException",
            "MissingAuthenticationToken",
            "MissingAuthenticationTokenException",
            "RequestExpired",
            "SignatureDoesNotMatch",
            "UnrecognizedClient",
            "UnrecognizedClientException");
    private static final Set<String> NOT_FOUND = Set.of(
            "AWS.SimpleQueueService.NonExistentQueue",
            "QueueDoesNotExist",
            "QueueDoesNotExistException",
            "ResourceNotFoundException");

    // a server may answer anything, such as the session token that it was sent
    private static final Pattern CODE = Pattern.compile("[A-Za-z][A-Za-z0-9._:]{0,79}");
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9-]{1,64}");

    private AwsErrors() {}

    /**
     * Describes a failed call. The service's own sentence is left out, and so is its exception as a cause: it may
     * quote what was sent, a session token included. The request id finds it in the logs of AWS.
     *
     * @param call what was tried, such as {@code SQS GetQueueAttributes of videos in eu-west-1}
     * @param error what the SDK threw
     * @return the exception to throw
     */
    public static ScalerException describe(String call, SdkException error) {
        if (error instanceof AwsServiceException service) {
            String code = code(error);
            String request = service.requestId() == null
                            || !REQUEST_ID.matcher(service.requestId()).matches()
                    ? ""
                    : ", request " + service.requestId();
            return new ScalerException(
                    kind(service, code),
                    call + " was answered " + service.statusCode() + (code.isEmpty() ? "" : " " + code) + request);
        }
        if (error instanceof ApiCallTimeoutException || error instanceof ApiCallAttemptTimeoutException) {
            return new ScalerException(Kind.UNAVAILABLE, call + " was not answered in time", error);
        }
        if (error instanceof SdkClientException) {
            String message = String.valueOf(error.getMessage()).toLowerCase(Locale.ROOT);
            if (message.contains("credentials")) {
                return new ScalerException(
                        Kind.AUTHENTICATION, call + " could not be signed: no credentials were found", error);
            }
            if ((message.contains("unmarshall") || message.contains("parse")) && !isCutOff(root(error))) {
                // without the cause, which quotes what was answered
                return new ScalerException(Kind.BAD_DATA, call + " was answered with something unreadable");
            }
        }
        return new ScalerException(
                Kind.UNAVAILABLE, call + " failed: " + root(error).getClass().getSimpleName(), error);
    }

    /**
     * Says whether AWS refused the one who signs, rather than what was asked for.
     *
     * @param error what the SDK threw
     * @return true for an expired or unknown key, a wrong signature, or a clock that is off
     */
    public static boolean saysIdentityIsRefused(SdkException error) {
        return OF_THE_IDENTITY.contains(code(error));
    }

    /**
     * The service's code for an error.
     *
     * @param error what the SDK threw
     * @return the code; empty when there is none, or what stands there cannot be one
     */
    public static String code(SdkException error) {
        return error instanceof AwsServiceException service && service.awsErrorDetails() != null
                ? shownCode(service.awsErrorDetails().errorCode())
                : "";
    }

    /**
     * A code that a service answered.
     *
     * @param answered what stands in its place
     * @return the code; empty when that cannot be one
     */
    public static String shownCode(@Nullable String answered) {
        return answered != null && CODE.matcher(answered).matches() ? answered : "";
    }

    private static Kind kind(AwsServiceException error, String code) {
        if (error.isThrottlingException() || THROTTLED.contains(code)) {
            return Kind.THROTTLED;
        }
        if (NOT_FOUND.contains(code)) {
            return Kind.NOT_FOUND;
        }
        int status = error.statusCode();
        if (REFUSED.contains(code) || status == 401 || status == 403) {
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
                || root instanceof SocketTimeoutException
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
