// SPDX-License-Identifier: Apache-2.0
/** The triggers of AWS, and which identity signs their calls. */
@NullMarked
package io.autoscale.aws.trigger;

import org.jspecify.annotations.NullMarked;
