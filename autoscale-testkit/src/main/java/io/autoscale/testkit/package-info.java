// SPDX-License-Identifier: Apache-2.0
/** Time that is turned by hand, fakes and assertions for tests of autoscaling. */
@NullMarked
package io.autoscale.testkit;

import org.jspecify.annotations.NullMarked;
