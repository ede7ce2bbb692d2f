// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.ScalerSourceFactory;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;

/**
 * Makes sources for the triggers of one type.
 *
 * @param <S> the settings of a trigger
 */
public final class AwsSourceFactory<S> implements ScalerSourceFactory {

    private final TriggerType<S> type;
    private final AwsClients clients;

    public AwsSourceFactory(TriggerType<S> type, AwsClients clients) {
        this.type = type;
        this.clients = clients;
    }

    /** A trigger whose metadata has no errors. */
    public record Parsed<S>(TriggerType<S> type, S settings, SourceSetup setup) {

        public ScalerSource open() {
            return type.open(settings, setup);
        }
    }

    /**
     * Reads the metadata of a trigger.
     *
     * @throws io.autoscale.validation.InvalidConfigurationException with every error
     */
    public Parsed<S> parse(SourceContext context) {
        TriggerMetadata metadata = context.metadata();
        AwsTarget target = clients.target(metadata, context, type.service());
        S settings = type.parse(metadata, target.location().region());
        metadata.validate();
        SourceSetup setup = new SourceSetup(
                clients, target, context.index(), context.pollingInterval(), type.eventSource(context.trigger()));
        return new Parsed<>(type, settings, setup);
    }

    @Override
    public String triggerType() {
        return type.name();
    }

    @Override
    public ScalerSource create(SourceContext context) {
        return parse(context).open();
    }
}
