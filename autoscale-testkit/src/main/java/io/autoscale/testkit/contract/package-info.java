// SPDX-License-Identifier: Apache-2.0
/** Contracts for implementers: one interface for each extension point, whose default methods are tests. */
@NullMarked
package io.autoscale.testkit.contract;

import org.jspecify.annotations.NullMarked;
