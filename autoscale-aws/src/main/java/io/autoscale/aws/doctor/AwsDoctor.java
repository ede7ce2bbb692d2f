// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.doctor;

import io.autoscale.auth.Authentication;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.Trigger;
import java.util.List;

/**
 * Examines why a trigger cannot be read: its settings, which identity it has and why, who STS says that is before and
 * after each role, the clock, the endpoint, and one real reading. Nothing is changed in AWS. Each call is bounded, and
 * whatever goes wrong is a finding, never an exception. An examination has clients of its own, so that what was refused
 * before does not color it, and costs a few calls that are paid for like any other. Safe from any thread. {@code
 * AwsSources.doctor()} makes one.
 */
public interface AwsDoctor {

    /**
     * Examines one trigger.
     *
     * @param trigger the trigger
     * @param authentication what its auth provider resolved
     * @return what was found
     */
    Diagnosis examine(Trigger trigger, Authentication authentication);

    /**
     * Examines several triggers one after another. What they share, such as a role, is asked for once.
     *
     * @param contexts what their sources are made from
     * @return what was found, in the same order
     */
    List<Diagnosis> examine(List<SourceContext> contexts);
}
