// SPDX-License-Identifier: Apache-2.0
/** Events that the engine publishes, and listeners for them. */
@NullMarked
package io.autoscale.event;

import org.jspecify.annotations.NullMarked;
