// SPDX-License-Identifier: Apache-2.0
/** What the engine tells its listeners. */
@NullMarked
package io.autoscale.event;

import org.jspecify.annotations.NullMarked;
