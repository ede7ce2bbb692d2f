// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.kinesis;

import io.autoscale.aws.trigger.AwsRegion;
import io.autoscale.trigger.TriggerMetadata;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A stream by its name, or by its ARN, whose end is the name. */
public record StreamAddress(String name, @Nullable String arn) {

    private static final String NAME = "streamName";
    private static final String ARN = "streamArn";
    private static final String EXPECTED_NAME = "the name of a stream: 1 to 128 letters, digits and _.-";
    private static final String EXPECTED_ARN =
            "the ARN of a stream, such as arn:aws:kinesis:eu-west-1:123456789012:stream/orders";
    private static final Pattern NAME_SHAPE = Pattern.compile("[a-zA-Z0-9_.-]{1,128}");
    private static final Pattern ARN_SHAPE =
            Pattern.compile("arn:(aws[a-z-]{0,20}):kinesis:([a-z0-9-]{1,60}):\\d{12}:stream/([a-zA-Z0-9_.-]{1,128})");

    /** Reads which stream; errors are noted in the metadata's list. */
    static StreamAddress read(TriggerMetadata metadata, AwsRegion region) {
        String arn = metadata.text(ARN).orElse(null);
        String name = metadata.text(NAME).orElse(null);
        if (name != null && !NAME_SHAPE.matcher(name).matches()) {
            metadata.reject(NAME, name, EXPECTED_NAME);
        }
        if (arn != null) {
            return ofArn(metadata, region, arn, name);
        }
        if (name == null) {
            metadata.addMissing(NAME, EXPECTED_NAME + "; or the key " + ARN);
            return new StreamAddress("missing", null);
        }
        return new StreamAddress(name, null);
    }

    private static StreamAddress ofArn(TriggerMetadata metadata, AwsRegion region, String arn, @Nullable String name) {
        Matcher matcher = ARN_SHAPE.matcher(arn);
        if (!matcher.matches()) {
            metadata.reject(ARN, arn, EXPECTED_ARN);
            return new StreamAddress("invalid", null);
        }
        // a region that is no region is an error already
        if (AwsRegion.isValid(region.name())) {
            if (!matcher.group(1).equals(region.partition())) {
                metadata.reject(
                        ARN,
                        arn,
                        "a stream of partition " + region.partition() + ", the partition of region " + region.name());
            }
            if (!matcher.group(2).equals(region.name())) {
                metadata.reject(ARN, arn, "a stream in " + region.name() + ", the awsRegion of the trigger");
            }
        }
        String ofArn = matcher.group(3);
        if (name != null && !name.equals(ofArn)) {
            metadata.reject(NAME, name, ofArn + ", the name in streamArn, or only one of the two keys");
        }
        return new StreamAddress(ofArn, arn);
    }
}
