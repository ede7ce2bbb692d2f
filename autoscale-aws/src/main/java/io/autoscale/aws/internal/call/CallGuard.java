// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.call;

import io.autoscale.aws.call.AwsService;
import io.autoscale.source.ScalerException;
import java.time.Duration;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;

/**
 * Sends the calls of one client: keeps the rate of its service and region, counts, and describes failures. Which
 * source is left alone after failures is the engine's to say, for each trigger apart. Safe from any thread.
 */
public final class CallGuard {

    private final CallGuards guards;
    private final AwsService service;
    private final String region;
    private final CallBudget budget;

    CallGuard(CallGuards guards, AwsService service, String region, CallBudget budget) {
        this.guards = guards;
        this.service = service;
        this.region = region;
        this.budget = budget;
    }

    /**
     * Notes that somebody is about to call at an interval, and warns when that is more than the rate lets through.
     *
     * @param interval between two calls; {@link CallGuards#NOT_POLLED} where there is none
     * @return to be closed with the last call
     */
    public LeasePool.Closeable polledEvery(Duration interval) {
        return budget.polledEvery(interval);
    }

    /**
     * Sends one call, when its turn has come.
     *
     * @param operation such as {@code GetQueueAttributes}
     * @param subject on what, for messages, such as {@code videos}
     * @param call sends it
     * @param onRefused run when AWS refuses the one who signs
     * @param <T> the answer
     * @return the answer
     * @throws ScalerException when it was not sent or failed
     */
    public <T> T call(String operation, Supplier<String> subject, Supplier<T> call, Runnable onRefused) {
        if (!budget.admits()) {
            if (Thread.currentThread().isInterrupted()) {
                throw new ScalerException(
                        ScalerException.Kind.NOT_SENT,
                        what(operation, subject) + " was not sent: the read was given up while it waited for its turn");
            }
            guards.publishRateLimit(service, region);
            throw new ScalerException(
                    ScalerException.Kind.NOT_SENT,
                    what(operation, subject) + " was not sent: more than "
                            + guards.rates().rate(service) + " calls a second, the rate that is set");
        }
        guards.count(service, operation);
        try {
            return call.get();
        } catch (SdkException e) {
            if (AwsErrors.saysIdentityIsRefused(e)) {
                onRefused.run();
            }
            throw AwsErrors.describe(what(operation, subject), e);
        }
    }

    private String what(String operation, Supplier<String> subject) {
        return service.title() + " " + operation + " of " + subject.get() + " in " + region;
    }
}
