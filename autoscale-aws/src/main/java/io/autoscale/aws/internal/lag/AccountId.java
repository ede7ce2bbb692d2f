// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.lag;

import io.autoscale.trigger.TriggerMetadata;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The account whose CloudWatch holds a metric. */
final class AccountId {

    static final String KEY = "awsAccountId";
    private static final Pattern DIGITS = Pattern.compile("\\d{12}");

    private AccountId() {}

    /** Reads the account, or null for the caller's own. An error is noted in the metadata's list. */
    static @Nullable String read(TriggerMetadata metadata) {
        String account = metadata.text(KEY).orElse(null);
        if (account != null && !DIGITS.matcher(account).matches()) {
            metadata.reject(KEY, account, "the twelve digits of an account");
        }
        return account;
    }
}
