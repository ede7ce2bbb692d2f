// SPDX-License-Identifier: Apache-2.0
/** Which AWS identity signs the calls of a trigger. */
@NullMarked
package io.autoscale.aws.identity;

import org.jspecify.annotations.NullMarked;
