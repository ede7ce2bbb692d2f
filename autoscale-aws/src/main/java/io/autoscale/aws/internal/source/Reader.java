// SPDX-License-Identifier: Apache-2.0
package io.autoscale.aws.internal.source;

import io.autoscale.aws.internal.call.LeasePool;

/**
 * Reads one thing of AWS for all triggers on it.
 *
 * @param <V> what is read
 */
public interface Reader<V> extends LeasePool.Closeable {

    /**
     * Reads now.
     *
     * @throws io.autoscale.source.ScalerException when the read fails
     */
    V read();
}
