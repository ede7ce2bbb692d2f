// SPDX-License-Identifier: Apache-2.0
/** Events published by the engine, and their listeners. */
@NullMarked
package io.autoscale.event;

import org.jspecify.annotations.NullMarked;
