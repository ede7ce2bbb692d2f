// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.client.AwsTarget;
import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.trigger.TriggerMetadata;
import io.autoscale.validation.Violation;
import io.autoscale.validation.Violations;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the read of one trigger must be allowed to do. A name with a wildcard or a policy variable is an error,
 * as it would allow more.
 */
public final class Grants {

    public static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    public static final String ACCOUNT_EXPECTED = "the 12 digits of an account";

    private static final String TABLE = "[A-Za-z0-9_.-]{3,255}";

    private final TriggerMetadata metadata;
    private final AwsRegion region;
    private final @Nullable String account;
    private final Violations violations = new Violations();
    private final List<Grant> all = new ArrayList<>();

    /** One action on one resource; the sid says what for, in letters and digits. */
    public record Grant(String sid, String action, String resource) {}

    Grants(TriggerMetadata metadata, @Nullable String region, @Nullable String account) {
        this.metadata = metadata;
        this.account = account;
        this.region = AwsTarget.readRegion(metadata, region);
    }

    AwsRegion region() {
        return region;
    }

    public void allow(String sid, String action, String resource) {
        all.add(new Grant(sid, action, resource));
    }

    /** The grants; without a meaning when there are violations. */
    public List<Grant> all() {
        return all;
    }

    /** The errors of the grants and of the metadata. */
    public List<Violation> violations() {
        return Stream.concat(violations.toList().stream(), metadata.violations().stream())
                .toList();
    }

    public void reject(String key, String text, String expected) {
        metadata.reject(key, text, expected);
    }

    /** The ARN of a table; an error is added when it cannot be known. */
    public String table(String nameOrArn) {
        if (nameOrArn.matches(TABLE)) {
            return ofBareName("dynamodb", "table/" + nameOrArn, "table " + nameOrArn);
        }
        if (!nameOrArn.matches(arn("dynamodb", ACCOUNT.pattern(), "table/" + TABLE))) {
            reject(
                    "tableName",
                    nameOrArn,
                    "the name of a table: 3 to 255 letters, digits and _.-; or the ARN of one in the trigger's region");
        }
        return nameOrArn;
    }

    /** The part of an ARN that names an index of a table; empty without an index. */
    public String index(@Nullable String name) {
        if (name == null) {
            return "";
        }
        if (!name.matches(TABLE)) {
            reject("indexName", name, "the name of an index: 3 to 255 letters, digits and _.-");
        }
        return "/index/" + name;
    }

    /** The ARN of something that the trigger names without its account; an error is added when that is not known. */
    public String ofBareName(String service, String resource, String what) {
        if (account == null) {
            violations.addMissing("account", ACCOUNT_EXPECTED + ", set with inAccount: " + what + " has none");
            return "";
        }
        return arn(service, account, resource);
    }

    public String arn(String service, String owner, String resource) {
        return "arn:" + region.partition() + ":" + service + ":" + region.name() + ":" + owner + ":" + resource;
    }
}
