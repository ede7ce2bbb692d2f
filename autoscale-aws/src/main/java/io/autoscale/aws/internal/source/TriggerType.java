// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.internal.client.AwsClients;
import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.source.ScalerSource;
import io.autoscale.source.SourceContext;
import io.autoscale.trigger.TriggerMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One trigger type and its settings, described once for sources, policies and the doctor. Without state. */
public abstract class TriggerType<S> {

    private final String name;
    private final AwsService service;
    private final List<String> eventSourceKeys;

    /** A source, and where its calls go and who signs them. */
    public record Opened(ScalerSource source, AwsTarget target) {}

    /** Describes a type by its name in manifests; the keys are those that name the event source. */
    protected TriggerType(String name, AwsService service, String... eventSourceKeys) {
        this.name = name;
        this.service = service;
        this.eventSourceKeys = List.of(eventSourceKeys);
    }

    public final String name() {
        return name;
    }

    public final AwsService service() {
        return service;
    }

    /** Makes the source of a trigger, or throws every error of its metadata. No call is made. */
    public final Opened open(SourceContext context, AwsClients clients) {
        TriggerMetadata metadata = context.metadata();
        AwsTarget target =
                AwsTarget.read(metadata, context, service, clients.settings().endpoints());
        S settings = parse(metadata, target.location().region());
        metadata.validate();
        // only text of the trigger itself: the value of a variable may be a secret
        Map<String, String> eventSource = new TreeMap<>(context.trigger().metadata());
        eventSource.keySet().retainAll(eventSourceKeys);
        SourceSetup setup = new SourceSetup(clients, target, context.index(), context.pollingInterval(), eventSource);
        return new Opened(open(settings, setup), target);
    }

    /** What a read must be allowed to do; region and account are for a trigger that names none, null if unknown. */
    public final Grants grants(TriggerMetadata metadata, @Nullable String region, @Nullable String account) {
        Grants grants = new Grants(metadata, region, account);
        S settings = parse(metadata, grants.region());
        if (metadata.violations().isEmpty()) {
            grants(settings, grants);
        }
        return grants;
    }

    /** Reads the metadata that is special to this type. Errors are added to the metadata's list. */
    protected abstract S parse(TriggerMetadata metadata, AwsRegion region);

    /** Adds what a read must be allowed to do. The settings have no errors. */
    protected abstract void grants(S settings, Grants grants);

    /** Makes a source. No call is made. The settings have no errors. */
    protected abstract ScalerSource open(S settings, SourceSetup setup);
}
