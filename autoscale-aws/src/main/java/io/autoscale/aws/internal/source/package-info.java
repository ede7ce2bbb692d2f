// SPDX-License-Identifier: Apache-2.0
/** How a trigger becomes a source, whatever its type. Not for use by programs. */
@NullMarked
package io.autoscale.aws.internal.source;

import org.jspecify.annotations.NullMarked;
