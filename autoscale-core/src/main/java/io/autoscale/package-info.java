// SPDX-License-Identifier: Apache-2.0
/** Assembly and life cycle of the autoscaler; nothing else in the library depends on this package. */
@NullMarked
package io.autoscale;

import org.jspecify.annotations.NullMarked;
