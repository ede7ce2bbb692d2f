// SPDX-License-Identifier: Apache-2.0
/** Triggers as users configure them, and a typed reader of their metadata. */
@NullMarked
package io.autoscale.trigger;

import org.jspecify.annotations.NullMarked;
