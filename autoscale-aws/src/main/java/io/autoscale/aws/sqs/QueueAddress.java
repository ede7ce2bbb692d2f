// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.sqs;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A queue by its URL, or by its bare name. */
record QueueAddress(String name, @Nullable String url) {

    static final String EXPECTED = "the URL of a queue with the path /<account>/<name>, or the name of a queue";

    static QueueAddress named(String name) {
        return new QueueAddress(name, null);
    }

    /** Text that is not an absolute URL is a queue name; a URL must have exactly the path {@code /account/name}. */
    static Optional<QueueAddress> parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // meant as a URL, and broken: no queue has such a name
            return text.contains("://") ? Optional.empty() : Optional.of(named(text));
        }
        if (!uri.isAbsolute() || uri.isOpaque()) {
            return Optional.of(named(text));
        }
        String[] parts = uri.getPath().split("/", -1);
        if (parts.length != 3 || !parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new QueueAddress(parts[2], text));
    }
}
