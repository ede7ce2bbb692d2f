// SPDX-License-Identifier: Apache-2.0
/** A slice for tests: manual time, fake triggers, and jobs in memory. Requires {@code autoscale-testkit}. */
@NullMarked
package io.autoscale.spring.test;

import org.jspecify.annotations.NullMarked;
