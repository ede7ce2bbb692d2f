// SPDX-License-Identifier: Apache-2.0
/** Builders of AWS triggers, and the identities that sign their calls. */
@NullMarked
package io.autoscale.aws.trigger;

import org.jspecify.annotations.NullMarked;
