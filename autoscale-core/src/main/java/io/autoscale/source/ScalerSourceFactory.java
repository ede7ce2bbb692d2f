// SPDX-License-Identifier: Apache-2.0
package io.autoscale.source;

import java.util.function.Function;

/** Makes sources for one trigger type. Given to the autoscaler, or found by {@link java.util.ServiceLoader}. */
public interface ScalerSourceFactory {

    /**
     * The trigger type that this factory serves.
     *
     * @return the text, such as {@code aws-sqs-queue}
     */
    String triggerType();

    /**
     * Makes a source. No call to the event source is made here.
     *
     * @param context trigger, credentials and surroundings
     * @return a source that the caller closes
     * @throws io.autoscale.validation.InvalidConfigurationException when the trigger's text is wrong; it holds every
     *     error
     * @throws ScalerException when the source cannot be made now
     */
    ScalerSource create(SourceContext context);

    /**
     * A factory from a function.
     *
     * @param triggerType the trigger type
     * @param creator makes a source
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
