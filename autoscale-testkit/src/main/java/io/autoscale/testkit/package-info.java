// SPDX-License-Identifier: Apache-2.0
/** Manual time, fakes and assertions for autoscaling tests. */
@NullMarked
package io.autoscale.testkit;

import org.jspecify.annotations.NullMarked;
