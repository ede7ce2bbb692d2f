// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.client;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a role, taken apart.
 *
 * @param partition such as {@code aws} or {@code aws-cn}
 * @param account the twelve digits of the account
 */
record RoleArn(String partition, String account) {

    static final String EXPECTED = "the ARN of a role, such as arn:aws:iam::123456789012:role/queue-reader";

    private static final Pattern SHAPE =
            Pattern.compile("arn:(aws[a-z-]{0,20}):iam::(\\d{12}):role/[\\w+=,.@/-]{1,575}");

    static Optional<RoleArn> parse(String text) {
        Matcher matcher = SHAPE.matcher(text);
        return matcher.matches() ? Optional.of(new RoleArn(matcher.group(1), matcher.group(2))) : Optional.empty();
    }
}
