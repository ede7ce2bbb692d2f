// SPDX-License-Identifier: Apache-2.0
/** Triggers as users write them, and the typed reading of their text. */
@NullMarked
package io.autoscale.trigger;

import org.jspecify.annotations.NullMarked;
