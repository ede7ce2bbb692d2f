// SPDX-License-Identifier: Apache-2.0
/** Assembly and life cycle of the autoscaler. No other package of the library depends on this one. */
@NullMarked
package io.autoscale;

import org.jspecify.annotations.NullMarked;
