// SPDX-License-Identifier: Apache-2.0
/** The only package with threads and time: rounds, polling, guards, shutdown. */
@NullMarked
package io.autoscale.engine;

import org.jspecify.annotations.NullMarked;
