// SPDX-License-Identifier: Apache-2.0
/** Scaler sources: the ports that read a backlog, and what a read gives. */
@NullMarked
package io.autoscale.source;

import org.jspecify.annotations.NullMarked;
