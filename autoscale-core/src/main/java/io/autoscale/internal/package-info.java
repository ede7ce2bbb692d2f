// SPDX-License-Identifier: Apache-2.0
/** Internal classes that the packages of this module share. Not an API. */
@NullMarked
package io.autoscale.internal;

import org.jspecify.annotations.NullMarked;
