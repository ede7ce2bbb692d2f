// SPDX-License-Identifier: Apache-2.0
/** The configuration of scaled jobs and scaled objects, with validation. */
@NullMarked
package io.autoscale.spec;

import org.jspecify.annotations.NullMarked;
