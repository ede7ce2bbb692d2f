// SPDX-License-Identifier: Apache-2.0
/** What the packages of this module share and no program needs. */
@NullMarked
package io.autoscale.internal;

import org.jspecify.annotations.NullMarked;
