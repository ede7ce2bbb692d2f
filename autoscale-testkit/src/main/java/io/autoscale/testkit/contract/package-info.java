// SPDX-License-Identifier: Apache-2.0
/** Contracts for implementers: an interface for each port, whose default methods are tests. */
@NullMarked
package io.autoscale.testkit.contract;

import org.jspecify.annotations.NullMarked;
