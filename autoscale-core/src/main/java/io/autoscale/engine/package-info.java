// SPDX-License-Identifier: Apache-2.0
/** The engine: rounds, polling, circuit breakers and shutdown. The only package with threads and time. */
@NullMarked
package io.autoscale.engine;

import org.jspecify.annotations.NullMarked;
