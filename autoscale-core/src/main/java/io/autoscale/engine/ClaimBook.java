// SPDX-License-Identifier: Apache-2.0
package io.autoscale.engine;

import io.autoscale.plan.JobClaims;
import io.autoscale.source.TriggerReading;
import io.autoscale.spec.ScaledJob;
import io.autoscale.workload.JobCensus;
import java.time.Instant;
import java.util.List;

/** Remembers the claims of one registration's jobs from round to round, and not across restarts. */
final class ClaimBook {

    private JobClaims claims = JobClaims.NONE;

    /** Advances the claims by a round, and adds them to its census. */
    synchronized JobCensus claimed(ScaledJob job, List<TriggerReading> readings, JobCensus census, Instant now) {
        JobClaims next = claims.advanced(job, readings, census, now);
        // most rounds change nothing, and ten thousand idle registrations share what they remember
        claims = next.equals(claims) ? claims : next;
        return census.claiming(claims.open());
    }
}
