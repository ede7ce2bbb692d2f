// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import io.autoscale.auth.Authentication;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import java.util.List;

/**
 * Finds out why a trigger cannot be read. It checks the settings, the identity and its source, the caller that STS reports
 * before and after each role, the clock, the endpoint, and one real read. It changes nothing in AWS. Each call has a time
 * limit, and each problem is a finding, never an exception. An examination uses its own clients, so that earlier failures
 * have no effect on it. It makes a few calls, which AWS charges for like any others. Safe from any thread. {@code
 * AwsSources.doctor()} returns one.
 */
public interface AwsDoctor {

    /**
     * Examines one trigger.
     *
     * @param trigger the trigger
     * @param authentication the result of its auth provider
     */
    Diagnosis examine(Trigger trigger, Authentication authentication);

    /**
     * Examines several triggers, one after another. Shared parts, such as a role, are checked with one call.
     *
     * @param contexts the contexts that their sources are made from
     * @return the results, in the same order
     */
    List<Diagnosis> examine(List<SourceContext> contexts);
}
