// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.trigger;

import java.util.Objects;
import java.util.regex.Pattern;
import software.amazon.awssdk.regions.EndpointTag;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/**
 * A region and the partition it is in.
 *
 * @param name such as {@code eu-west-1}
 */
public record AwsRegion(String name) {

    /** What a region's name should be, for messages. */
    public static final String EXPECTED = "a region such as eu-west-1";

    private static final PartitionEndpointKey DUAL_STACK =
            PartitionEndpointKey.builder().tags(EndpointTag.DUALSTACK).build();

    // it becomes a part of a host name
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9](-?[a-z0-9]){0,30}");

    public AwsRegion {
        Objects.requireNonNull(name, "name");
    }

    /**
     * Says whether a text can be the name of a region. A region that is not known yet is one too.
     *
     * @param text the text
     */
    public static boolean isValid(String text) {
        return SHAPE.matcher(text).matches();
    }

    /**
     * The partition, which is a part of every ARN in the region, such as {@code aws}, {@code aws-cn}, {@code aws-us-gov}.
     */
    public String partition() {
        return metadata().id();
    }

    /** The end of the names of AWS's hosts in the region, such as {@code amazonaws.com} or {@code amazonaws.com.cn}. */
    public String dnsSuffix() {
        return metadata().dnsSuffix();
    }

    /**
     * The domain of AWS's dual-stack hosts (IPv4 and IPv6) in the region, such as {@code api.aws}, which is also the
     * default.
     */
    public String dualStackDnsSuffix() {
        String suffix = metadata().dnsSuffix(DUAL_STACK);
        return suffix == null ? "api.aws" : suffix;
    }

    private PartitionMetadata metadata() {
        return PartitionMetadata.of(Region.of(name));
    }
}
