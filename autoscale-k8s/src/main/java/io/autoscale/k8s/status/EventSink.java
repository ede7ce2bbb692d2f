// SPDX-License-Identifier: Apache-2.0
package io.autoscale.k8s.status;

import io.fabric8.kubernetes.api.model.Event;
import io.fabric8.kubernetes.api.model.EventBuilder;
import io.fabric8.kubernetes.api.model.ObjectReference;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes Events sequentially. The count of a repeated Event is updated every 10 min. */
final class EventSink {

    private static final Logger LOG = LoggerFactory.getLogger(EventSink.class);
    private static final Duration QUIET = Duration.ofMinutes(10);
    private static final int REMEMBERED = 4_096;
    private static final String COMPONENT = "autoscale";
    private static final Pattern NUMBER = Pattern.compile("\\d+");

    private final KubernetesClient client;
    private final InstantSource clock;
    private final Map<Key, Recent> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Recent> eldest) {
            return size() > REMEMBERED;
        }
    };

    EventSink(KubernetesClient client, InstantSource clock) {
        this.client = client;
        this.clock = clock;
    }

    /** Call from one thread only. */
    void write(ObjectReference object, EventText text) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        Key key = new Key(
                object.getNamespace(),
                object.getName(),
                text.reason(),
                NUMBER.matcher(text.message()).replaceAll("#"));
        Recent before = recent.get(key);
        if (before != null && now.isBefore(before.writtenAt.plus(QUIET))) {
            before.count++;
            return;
        }
        try {
            if (before == null) {
                recent.put(key, new Recent(create(object, text, now), now));
            } else {
                before.count++;
                increment(object, before, now);
                before.writtenAt = now;
            }
        } catch (KubernetesClientException e) {
            // a failed event must not stop scaling; the next equal event is written again
            recent.remove(key);
            LOG.debug("an event about {} was not written: HTTP {}", object.getName(), e.getCode(), e);
        }
    }

    private String create(ObjectReference object, EventText text, Instant now) {
        Event event = new EventBuilder()
                .withNewMetadata()
                .withGenerateName(object.getName() + ".")
                .withNamespace(object.getNamespace())
                .endMetadata()
                .withInvolvedObject(object)
                .withType(text.warning() ? "Warning" : "Normal")
                .withReason(text.reason())
                .withMessage(text.message())
                .withNewSource()
                .withComponent(COMPONENT)
                .endSource()
                .withFirstTimestamp(now.toString())
                .withLastTimestamp(now.toString())
                .withCount(1)
                .build();
        return client.resource(event).create().getMetadata().getName();
    }

    private void increment(ObjectReference object, Recent before, Instant now) {
        client.v1()
                .events()
                .inNamespace(object.getNamespace())
                .withName(before.name)
                .patch(
                        PatchContext.of(PatchType.JSON_MERGE),
                        "{\"count\":" + before.count + ",\"lastTimestamp\":\"" + now + "\"}");
    }

    /** Numbers differ from one time to the next, such as those of a quota. */
    private record Key(String namespace, String name, String reason, String message) {}

    private static final class Recent {
        private final String name;
        private Instant writtenAt;
        private int count = 1;

        Recent(String name, Instant writtenAt) {
            this.name = name;
            this.writtenAt = writtenAt;
        }
    }
}
