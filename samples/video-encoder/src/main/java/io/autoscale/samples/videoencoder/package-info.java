// SPDX-License-Identifier: Apache-2.0
/** A sample with ten videos: a queue, an autoscaler, encoders, and an analyzer of the results. */
@NullMarked
package io.autoscale.samples.videoencoder;

import org.jspecify.annotations.NullMarked;
