// SPDX-License-Identifier: Apache-2.0
/** The list of trigger types. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.types;

import org.jspecify.annotations.NullMarked;
