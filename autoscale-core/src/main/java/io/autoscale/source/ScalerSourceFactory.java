// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import java.util.function.Function;

/** Creates sources for one trigger type. Added to the autoscaler or found by {@link java.util.ServiceLoader}. */
public interface ScalerSourceFactory {

    /**
     * The trigger type of this factory.
     *
     * @return the text, such as {@code aws-sqs-queue}
     */
    String triggerType();

    /**
     * Creates a source. Does not call the event source.
     *
     * @param context the trigger, its credentials and environment
     * @return a source; the caller closes it
     * @throws io.autoscale.validation.InvalidConfigurationException if the trigger's text is invalid; contains all
     *     errors
     * @throws ScalerException if the source cannot be created now
     */
    ScalerSource create(SourceContext context);

    /**
     * Creates a factory from a function.
     *
     * @param triggerType the trigger type
     * @param creator creates a source
     */
    static ScalerSourceFactory of(String triggerType, Function<SourceContext, ScalerSource> creator) {
        return new ScalerSourceFactory() {
            @Override
            public String triggerType() {
                return triggerType;
            }

            @Override
            public ScalerSource create(SourceContext context) {
                return creator.apply(context);
            }
        };
    }
}
