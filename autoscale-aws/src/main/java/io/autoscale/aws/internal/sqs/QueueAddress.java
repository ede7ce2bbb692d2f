// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.sqs;

import io.autoscale.aws.internal.source.Grants;
import io.autoscale.trigger.TriggerMetadata;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A queue by its URL, which has the account, or by its bare name. */
public record QueueAddress(
        String name, @Nullable String account, @Nullable String url) {

    static final String EXPECTED = "the URL of a queue with the path /<account>/<name>, or the name of a queue";

    /** The names that SQS allows; those of FIFO queues end in {@code .fifo}. */
    private static final Pattern NAME = Pattern.compile("(?=.{1,80}$)[A-Za-z0-9_-]+(\\.fifo)?");

    /** Reads which queue a trigger names; errors are added to the metadata's list. */
    static QueueAddress read(TriggerMetadata metadata) {
        Optional<String> text = metadata.textOrFromEnv("queueURL").map(String::trim);
        if (text.isEmpty()) {
            if (metadata.text("queueURLFromEnv").isEmpty()) {
                metadata.addMissing("queueURL", EXPECTED);
            }
            return named("missing");
        }
        return parse(text.get()).orElseGet(() -> {
            metadata.reject("queueURL", text.get(), EXPECTED);
            return named("invalid");
        });
    }

    static QueueAddress named(String name) {
        return new QueueAddress(name, null, null);
    }

    /** Text that is not an absolute URL is a queue name; a URL must have exactly the path {@code /account/name}. */
    static Optional<QueueAddress> parse(String text) {
        URI uri;
        try {
            uri = new URI(text);
        } catch (URISyntaxException e) {
            // meant as a URL, and broken: no queue has such a name
            return Optional.empty();
        }
        if (!uri.isAbsolute() || uri.isOpaque()) {
            return NAME.matcher(text).matches() ? Optional.of(named(text)) : Optional.empty();
        }
        String[] parts = uri.getPath().split("/", -1);
        if (parts.length != 3 || !parts[0].isEmpty() || parts[1].isEmpty() || parts[2].isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new QueueAddress(parts[2], parts[1], text));
    }

    /** Says whether name and account are as AWS has them, which emulators need not follow. */
    boolean isExact() {
        return NAME.matcher(name).matches()
                && (account == null || Grants.ACCOUNT.matcher(account).matches());
    }

    /** The text of the trigger. */
    String given() {
        return url == null ? name : url;
    }
}
