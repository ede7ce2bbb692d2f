// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.call.AwsService;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.source.ScalerSource;
import io.autoscale.trigger.Trigger;
import io.autoscale.trigger.TriggerMetadata;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * One trigger type, described once for sources, policies and the doctor. Without state.
 *
 * @param <S> the settings of a trigger
 */
public abstract class TriggerType<S> {

    private final String name;
    private final AwsService service;
    private final List<String> eventSourceKeys;

    /**
     * Describes a type.
     *
     * @param name the type in manifests, such as {@code aws-sqs-queue}
     * @param service the service that is read
     * @param eventSourceKeys the metadata that names the event source, such as {@code queueURL}
     */
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

    /**
     * The metadata that names the event source, by key. Only text of the trigger itself: the value of a variable may be
     * a secret.
     */
    final Map<String, String> eventSource(Trigger trigger) {
        Map<String, String> named = new TreeMap<>(trigger.metadata());
        named.keySet().retainAll(eventSourceKeys);
        return named;
    }

    /** Reads the metadata that is special to this type. Errors are added to the metadata's list. */
    protected abstract S parse(TriggerMetadata metadata, AwsRegion region);

    /** Adds what a read must be allowed to do. The settings have no errors. */
    protected abstract void grants(S settings, Grants grants);

    /** Makes a source. No call is made. The settings have no errors. */
    protected abstract ScalerSource open(S settings, SourceSetup setup);

    /** Adds what a read of a trigger must be allowed to do, unless its metadata has errors. */
    public final void grants(Grants grants) {
        S settings = parse(grants.metadata(), grants.region());
        if (grants.metadata().violations().isEmpty()) {
            grants(settings, grants);
        }
    }
}
