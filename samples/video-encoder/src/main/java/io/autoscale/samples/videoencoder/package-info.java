// SPDX-License-Identifier: Apache-2.0
/** The story of ten videos: a queue, an autoscaler, encoders, and an analyzer of what happened. */
@NullMarked
package io.autoscale.samples.videoencoder;

import org.jspecify.annotations.NullMarked;
